import type { Client } from "@servicecoin/sdk";
import { BaseContract, ZeroAddress, type Interface, type TransactionReceipt } from "ethers";
import type { Plan } from "../../ignition/plan.js";
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
  const { coin, votes, dao, treasury, hub, registry, reputation, validation, batch } = contracts;
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
  ]);
  const guardian = await dao.proposalGuardian();
  if (guardian === deployer) throw new OperatorError(`Check failed: dao.proposalGuardian is the deployer ${deployer}.`);
  names.push("dao.proposalGuardian");
  for (const [name, contract] of Object.entries<unknown>({ ...contracts })) {
    if (!(contract instanceof BaseContract)) continue;
    for (const power of ["owner", "pendingOwner"].filter((candidate) => contract.interface.hasFunction(candidate))) {
      const holder: unknown = await contract.getFunction(power)();
      if (holder === deployer) throw new OperatorError(`Check failed: ${name}.${power} is the deployer ${deployer}.`);
      names.push(`${name}.${power}`);
    }
  }
  return [...new Set(names)];
}

/**
 * Checks that the system starts with the planned parameters, which the DAO may change later.
 * @param receipts Receipts of the transactions that paid the allocations.
 * @returns The names of the checks, all passed.
 * @throws OperatorError for the first check that fails.
 */
export async function checkStart(
  { coin, dao, treasury }: Contracts,
  plan: Plan,
  deployer: string,
  receipts: readonly TransactionReceipt[],
): Promise<string[]> {
  const { settings } = plan;
  const now = await dao.clock();
  const isGuarded = settings.guardian !== ZeroAddress && now < settings.guardianUntil;
  const names = passAll([
    { name: "coin.cap", actual: await coin.cap(), expected: plan.maxSupply },
    { name: "coin.totalSupply", actual: await coin.totalSupply(), expected: plan.initialSupply },
    { name: "dao.votingDelay", actual: await dao.votingDelay(), expected: settings.votingDelay },
    { name: "dao.votingPeriod", actual: await dao.votingPeriod(), expected: settings.votingPeriod },
    {
      name: "dao.lateQuorumVoteExtension",
      actual: await dao.lateQuorumVoteExtension(),
      expected: settings.lateQuorumExtension,
    },
    { name: "dao.executionDelay", actual: await dao.executionDelay(), expected: settings.executionDelay },
    { name: "dao.gracePeriod", actual: await dao.gracePeriod(), expected: settings.gracePeriod },
    { name: "dao.proposalThreshold", actual: await dao.proposalThreshold(), expected: settings.proposalThreshold },
    { name: "dao.quorumNumerator", actual: await dao["quorumNumerator()"](), expected: settings.quorumPercent },
    { name: "dao.quorumFloor", actual: await dao.quorumFloor(), expected: settings.quorumFloor },
    {
      name: "dao.proposalGuardian",
      actual: await dao.proposalGuardian(),
      expected: isGuarded ? settings.guardian : ZeroAddress,
    },
    { name: "dao.guardianUntil", actual: await dao.guardianUntil(), expected: settings.guardianUntil },
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
