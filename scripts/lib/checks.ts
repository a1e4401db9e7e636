import type { Client, ContractName } from "@servicecoin/sdk";
import { BaseContract, type Interface, type TransactionReceipt } from "ethers";
import type { Plan } from "../../ignition/plan.js";
import type { Creation } from "./creations.js";
import { OperatorError } from "./errors.js";

/** The contracts of the system, each under its name in the SDK's `Client`. */
export type Contracts = {
  [Name in keyof Client as Client[Name] extends BaseContract ? Name : never]: Client[Name];
};

/** A value on chain and the expected value. */
interface Check {
  name: string;
  actual: unknown;
  expected: unknown;
}

/**
 * Checks on chain that the DAO has every power and the deployer none.
 * @returns The names of the checks, all passed.
 * @throws OperatorError for the first check that fails.
 */
export async function checkPower(contracts: Contracts, deployer: string): Promise<string[]> {
  const { coin, votes, dao, treasury, hub, registry, reputation, validation, batch, payoutAccount, credit } = contracts;
  const names = passAll([
    { name: "coin.owner", actual: await coin.owner(), expected: dao.target },
    { name: "treasury.owner", actual: await treasury.owner(), expected: dao.target },
    { name: "treasury.coin", actual: await treasury.coin(), expected: coin.target },
    { name: "hub.owner", actual: await hub.owner(), expected: dao.target },
    { name: "hub.coin", actual: await hub.coin(), expected: coin.target },
    { name: "hub.treasury", actual: await hub.treasury(), expected: treasury.target },
    { name: "dao.token", actual: await dao.token(), expected: votes.target },
    { name: "votes.underlying", actual: await votes.underlying(), expected: coin.target },
    { name: "reputation.hub", actual: await reputation.hub(), expected: hub.target },
    { name: "reputation.registry", actual: await reputation.getIdentityRegistry(), expected: registry.target },
    { name: "validation.registry", actual: await validation.getIdentityRegistry(), expected: registry.target },
    { name: "batch.coin", actual: await batch.coin(), expected: coin.target },
    { name: "payoutAccount.coin", actual: await payoutAccount.coin(), expected: coin.target },
    { name: "payoutAccount.hub", actual: await payoutAccount.hub(), expected: hub.target },
    { name: "payoutAccount.registry", actual: await payoutAccount.registry(), expected: registry.target },
    { name: "credit.owner", actual: await credit.owner(), expected: dao.target },
    { name: "credit.coin", actual: await credit.coin(), expected: coin.target },
    { name: "credit.hub", actual: await credit.hub(), expected: hub.target },
    { name: "credit.treasury", actual: await credit.treasury(), expected: treasury.target },
    { name: "credit.implementation", actual: await credit.implementation(), expected: payoutAccount.target },
  ]);
  const guardian = await dao.proposalGuardian();
  if (guardian === deployer) throw new OperatorError(`Check failed: dao.proposalGuardian is the deployer ${deployer}.`);
  names.push("dao.proposalGuardian");
  for (const [name, contract] of Object.entries<unknown>({ ...contracts })) {
    // Payout accounts have an owner, but not the contract that they clone.
    if (!(contract instanceof BaseContract) || contract === payoutAccount) continue;
    for (const power of ["owner", "pendingOwner"].filter((candidate) => contract.interface.hasFunction(candidate))) {
      const holder: unknown = await contract.getFunction(power)();
      if (holder === deployer) throw new OperatorError(`Check failed: ${name}.${power} is the deployer ${deployer}.`);
      names.push(`${name}.${power}`);
    }
  }
  return [...new Set(names)];
}

/** The argument of a constructor that anyone may choose. */
const ANY = undefined;

/**
 * Checks that every contract was created by the local build, with the other contracts as its arguments. So no storage
 * is left from other creation code, and the deployer received the initial supply and nothing else.
 * @returns The names of the checks, all passed.
 * @throws OperatorError for the first check that fails.
 */
export function checkCreations(contracts: Contracts, deployer: string, creations: readonly Creation[]): string[] {
  const { coin, votes, dao, treasury, hub, registry, payoutAccount } = contracts;
  const expected: Record<ContractName, unknown[]> = {
    ServiceCoin: [deployer, deployer, ANY, ANY],
    ServiceVotes: [coin.target],
    ServiceDAO: [votes.target, ANY],
    Treasury: [dao.target, coin.target],
    PaymentHub: [dao.target, coin.target, treasury.target],
    ServiceRegistry: [],
    ServiceReputation: [registry.target, hub.target],
    ServiceValidation: [registry.target],
    PaymentBatch: [coin.target],
    PayoutAccount: [coin.target, hub.target, registry.target],
    Credit: [dao.target, coin.target, hub.target, treasury.target, payoutAccount.target],
  };
  return creations.map(({ name, fault, args }) => {
    if (args === undefined) throw new OperatorError(`Check failed: the creation of ${name}: ${String(fault)}.`);
    passAll(
      expected[name].flatMap((value, index) =>
        value === ANY
          ? []
          : [{ name: `argument ${index + 1} of ${name}`, actual: args[index] as unknown, expected: value }],
      ),
    );
    return `${name}.creation`;
  });
}

/**
 * Checks that the system started with the planned parameters: in the transactions of the deployment and not in the
 * present state, which members may change at any time, for example by burning coins.
 * @param receipts Receipts of the transactions that paid the allocations.
 * @returns The names of the checks, all passed.
 * @throws OperatorError for the first check that fails.
 */
export function checkStart(
  { coin, treasury }: Pick<Contracts, "coin" | "treasury">,
  plan: Plan,
  deployer: string,
  receipts: readonly TransactionReceipt[],
  creations: readonly Creation[],
): string[] {
  const { settings } = plan;
  const argsOf = (wanted: ContractName): unknown[] =>
    creations.find(({ name }) => name === wanted)?.args?.toArray() ?? [];
  const [, , initialSupply, maxSupply] = argsOf("ServiceCoin");
  const started = argsOf("ServiceDAO")[1] as Plan["settings"] | undefined;
  const names = passAll([
    { name: "coin.cap", actual: maxSupply, expected: plan.maxSupply },
    { name: "coin.totalSupply", actual: initialSupply, expected: plan.initialSupply },
    { name: "dao.votingDelay", actual: started?.votingDelay, expected: settings.votingDelay },
    { name: "dao.votingPeriod", actual: started?.votingPeriod, expected: settings.votingPeriod },
    {
      name: "dao.lateQuorumVoteExtension",
      actual: started?.lateQuorumExtension,
      expected: settings.lateQuorumExtension,
    },
    { name: "dao.executionDelay", actual: started?.executionDelay, expected: settings.executionDelay },
    { name: "dao.gracePeriod", actual: started?.gracePeriod, expected: settings.gracePeriod },
    { name: "dao.proposalThreshold", actual: started?.proposalThreshold, expected: settings.proposalThreshold },
    { name: "dao.quorumNumerator", actual: started?.quorumPercent, expected: settings.quorumPercent },
    { name: "dao.quorumFloor", actual: started?.quorumFloor, expected: settings.quorumFloor },
    { name: "dao.proposalGuardian", actual: started?.guardian, expected: settings.guardian },
    { name: "dao.guardianUntil", actual: started?.guardianUntil, expected: settings.guardianUntil },
  ]);
  const arrived = transfersOf(coin, receipts);
  const expected = plan.payouts.map(({ to, amount }) => `${deployer} ${to} ${amount}`);
  if (plan.treasuryShare > 0n) expected.push(`${deployer} ${treasury.target as string} ${plan.treasuryShare}`);
  names.push(
    ...passAll([{ name: "allocations", actual: arrived.sort().join(", "), expected: expected.sort().join(", ") }]),
  );
  return names;
}

/** Lists every transfer of coins in these receipts. Unlike balances, it does not depend on later payments. */
function transfersOf(coin: Contracts["coin"], receipts: readonly TransactionReceipt[]): string[] {
  const parser: Interface = coin.interface;
  return receipts.flatMap(({ logs }) =>
    logs
      .filter(({ address }) => address === coin.target)
      .map((log) => parser.parseLog(log))
      .filter((event) => event?.name === "Transfer")
      .map((event) => (event?.args.toArray() ?? []).map(String).join(" ")),
  );
}

function passAll(checks: readonly Check[]): string[] {
  for (const { name, actual, expected } of checks) {
    if (String(actual) !== String(expected)) {
      throw new OperatorError(`Check failed: ${name} is ${String(actual)} and should be ${String(expected)}.`);
    }
  }
  return checks.map(({ name }) => name);
}
