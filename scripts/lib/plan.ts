import { formatEther, getAddress, isAddress, ZeroAddress } from "ethers";
import type { Parameters } from "../../ignition/parameters.js";
import type { Payout, Plan } from "../../ignition/plan.js";
import { OperatorError } from "./errors.js";

/** The bounds in the contracts, checked here before a transaction can fail. */
export const BOUNDS = {
  maxSupply: 2n ** 96n - 1n,
  maxVotingDelay: 30 * 86_400,
  maxVotingPeriod: 60 * 86_400,
  maxExecutionDelay: 30 * 86_400,
  minGracePeriod: 1 * 86_400,
  maxGracePeriod: 90 * 86_400,
  maxProposalThresholdBps: 500n,
  maxQuorumPercent: 30,
  maxTime: 2 ** 48 - 1,
} as const;

/**
 * Checks the parameters before anything is sent, and resolves the accounts.
 * @param accounts Accounts of the node. The first one deploys.
 * @param members Addresses of the first members, separated by commas. Default: SERVICECOIN_MEMBERS.
 * @throws OperatorError that names the invalid parameter.
 */
export function makePlan(
  parameters: Parameters,
  networkName: string,
  accounts: readonly string[],
  members: string = process.env["SERVICECOIN_MEMBERS"] ?? "",
): Plan {
  const wrong = (what: string): never => {
    throw new OperatorError(`The parameters of "${networkName}" in ignition/parameters.ts are wrong: ${what}.`);
  };
  const must = (holds: boolean, what: string): void => {
    if (!holds) wrong(what);
  };
  const within = (name: keyof Parameters, min: number, max: number): void => {
    const value = Number(parameters[name]);
    must(Number.isInteger(value) && value >= min && value <= max, `${name} is ${value}, not between ${min} and ${max}`);
  };
  const resolve = (account: number | string, name: string): string => {
    if (typeof account === "string") {
      must(isAddress(account), `${name} "${account}" is not an address`);
      return getAddress(account);
    }
    const address = Number.isInteger(account) && account >= 0 ? accounts.at(account) : undefined;
    return address === undefined
      ? wrong(`${name} is account ${account} of the node, which has ${accounts.length}`)
      : getAddress(address);
  };

  const deployer = resolve(0, "the deployer");
  const { maxSupply, allocations, uniswap, ...settings } = parameters;
  const payouts: Payout[] = [];
  const seen = new Set<string>();
  let initialSupply = 0n;
  let treasuryShare = 0n;
  const add = (to: string, amount: bigint): void => {
    must(to !== ZeroAddress, "an allocation goes to the zero address");
    must(to !== deployer, `an allocation goes to the deployer ${deployer}, whose key must keep no power`);
    must(!seen.has(to), `${to} has more than one allocation`);
    must(amount > 0n, `the allocation of ${to} is not above zero`);
    seen.add(to);
    initialSupply += amount;
    if (to === "treasury") treasuryShare = amount;
    else payouts.push({ to, amount });
  };
  for (const { to, amount } of allocations) {
    if (to === "treasury") add(to, amount);
    else if (to === "members") for (const share of sharesOf(members, amount)) add(share.to, share.amount);
    else add(resolve(to, "an allocation"), amount);
  }
  must(initialSupply > 0n, "there are no allocations, so there would be no coins to vote with");
  must(maxSupply <= BOUNDS.maxSupply, `maxSupply is above 2**96 - 1`);
  must(
    initialSupply <= maxSupply,
    `the allocations are ${formatEther(initialSupply)} SCV and maxSupply is only ${formatEther(maxSupply)} SCV`,
  );

  within("votingDelay", 0, BOUNDS.maxVotingDelay);
  within("votingPeriod", 1, BOUNDS.maxVotingPeriod);
  within("lateQuorumExtension", 0, parameters.votingPeriod);
  within("executionDelay", 0, BOUNDS.maxExecutionDelay);
  within("gracePeriod", BOUNDS.minGracePeriod, BOUNDS.maxGracePeriod);
  within("quorumPercent", 0, BOUNDS.maxQuorumPercent);

  const { proposalThreshold, quorumFloor } = parameters;
  const maxThreshold = (initialSupply * BOUNDS.maxProposalThresholdBps) / 10_000n;
  must(
    proposalThreshold >= 0n && proposalThreshold <= maxThreshold,
    `proposalThreshold is ${formatEther(proposalThreshold)} SCV, ` +
      `not between 0 and ${formatEther(maxThreshold)} SCV (5 % of the initial supply)`,
  );
  const canVote = initialSupply - treasuryShare;
  must(
    quorumFloor >= 0n && quorumFloor <= canVote,
    `quorumFloor is ${formatEther(quorumFloor)} SCV, ` +
      `not between 0 and the ${formatEther(canVote)} SCV outside the treasury, which alone can vote`,
  );

  const guardian = resolve(parameters.guardian, "the guardian");
  within("guardianUntil", 0, BOUNDS.maxTime);
  must(guardian !== deployer, "the guardian is the deployer, whose key must keep no power");
  must(
    (guardian === ZeroAddress) === (parameters.guardianUntil === 0),
    "guardian and guardianUntil go together: give both, or zero for both",
  );

  return {
    initialSupply,
    maxSupply,
    treasuryShare,
    payouts,
    settings: { ...settings, guardian },
    uniswap:
      uniswap === "place"
        ? undefined
        : {
            weth: resolve(uniswap.weth, "uniswap.weth"),
            factory: resolve(uniswap.factory, "uniswap.factory"),
            router: resolve(uniswap.router, "uniswap.router"),
          },
  };
}

/** Divides an amount equally among the first members. The first member receives the remainder. */
function sharesOf(members: string, amount: bigint): Payout[] {
  const addresses = members
    .split(",")
    .map((member) => member.trim())
    .filter((member) => member !== "");
  if (addresses.length === 0) {
    throw new OperatorError(
      `The first members share ${formatEther(amount)} SCV: ` +
        "set SERVICECOIN_MEMBERS to their addresses, separated by commas.",
    );
  }
  const share = amount / BigInt(addresses.length);
  const rest = amount % BigInt(addresses.length);
  return addresses.map((member, i) => {
    const isValid: boolean = isAddress(member);
    if (!isValid) {
      throw new OperatorError(`SERVICECOIN_MEMBERS has "${member}", which is not an address.`);
    }
    return { to: getAddress(member), amount: i === 0 ? share + rest : share };
  });
}

/**
 * Checks that the guardian's term ends in the future. Only for a deployment that has not started.
 * @param now Unix time.
 */
export function checkGuardianTime({ settings }: Plan, now: number): void {
  if (settings.guardian !== ZeroAddress && settings.guardianUntil <= now) {
    const end = new Date(settings.guardianUntil * 1000).toISOString();
    throw new OperatorError(`The parameters are wrong: guardianUntil is ${end}, which is in the past on this chain.`);
  }
}
