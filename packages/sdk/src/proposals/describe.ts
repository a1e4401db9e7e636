import { dataSlice, getAddress, isHexString, toBigInt, ZeroAddress, ZeroHash } from "ethers";
import { INTERFACES } from "../core/contracts.js";
import type { Client } from "../core/client.js";
import { CONTRACTS, type ContractName } from "../core/contracts.js";
import { formatReference } from "../reference.js";
import { ETHER, formatAsset } from "../treasury/assets.js";
import { describeReceipt, scvOf, UNKNOWN } from "./describeTransfer.js";
import { durationOf, percentOf, timeOf } from "../formats.js";

type Where = Pick<Client, "addresses">;
type Args = Readonly<Record<string, unknown>>;

/** A call, as a proposal contains it. */
export interface RawCall {
  target: string;
  /** Wei. */
  value: bigint;
  data: string;
}

/** Formats of arguments; `{amount|money}` is the argument `amount` in the asset that the call names. */
type Format = (value: unknown, args: Args, where: Where) => string;

const FORMATS: Readonly<Record<string, Format | undefined>> = {
  scv: (value) => scvOf(value as bigint),
  money: (value, args, where) => formatAsset(where, args["asset"] as string, value as bigint),
  asset: (value, _args, where) => assetName(where, value as string),
  ether: (value, _args, where) => formatAsset(where, ETHER, value as bigint),
  time: (value) => timeOf(value as bigint),
  duration: (value) => durationOf(value as bigint),
  percent: percentOf,
  name: (value, _args, where) => nameOf(where, value as string),
  payouts: (value, args, where) => payoutsOf(where, args["asset"] as string | undefined, [...(value as string[])]),
  receipt: (value, args, where) =>
    describeReceipt(
      where,
      (args["asset"] ?? where.addresses.ServiceCoin) as string,
      args["to"] as string,
      (value ?? "0x") as string,
    ),
};

type Sentence = string | ((args: Args) => string);

const isZero = (value: unknown) => value === 0n || value === ZeroAddress;

/** Descriptions of the calls that proposals of the DAO usually make, directly or as the treasury. */
const SENTENCES: Readonly<Record<string, Sentence | undefined>> = {
  "Treasury.pay": "Pays {amount|money} from the treasury to {to}",
  "Treasury.payMany": "Pays {payouts|payouts} from the treasury",
  "Treasury.payAndCall": "Pays {amount|money} from the treasury to {to|name}{data|receipt}",
  "Treasury.setBudget": ({ amount }) =>
    isZero(amount)
      ? "Takes the budget for {asset|asset} from {steward}"
      : "Lets {steward} spend {amount|money} of the treasury per {period|duration}",
  "Treasury.setCap": ({ amount, period }) =>
    isZero(period)
      ? "Lifts the cap on {asset|asset}"
      : isZero(amount)
        ? "Freezes the treasury's {asset|asset}"
        : "Caps what leaves the treasury at {amount|money} per {period|duration}",
  "Treasury.spend": "Pays {amount|money} from a budget to {to}",
  "ServiceCoin.mint": "Creates {amount|scv} for {to}",
  "ServiceCoin.transfer": "Sends {value|scv} to {to|name}",
  "ServiceCoin.transferBatch": "Sends {payouts|payouts}",
  "ServiceCoin.transferAndCall": "Sends {value|scv} to {to|name}{data|receipt}",
  "ServiceCoin.approve": "Lets {spender|name} move {value|scv}",
  "ServiceVotes.delegate": "Gives all votes of the sender to {delegatee}",
  "ServiceVotes.withdrawTo": "Unlocks {value|scv} for {account}",
  "PaymentHub.setFee": "Sets the hub's fee to {fee_|percent}",
  "Credit.setFee": "Sets the fee of new loans to {fee_|percent}",
  "PairLiquidity.add":
    "Adds at least {minCoin|scv} and {minEther|ether} to the trading pair until {validUntil|time}, for {to|name}",
  "PairLiquidity.remove":
    "Takes at least {minCoin|scv} and {minEther|ether} out of the trading pair until {validUntil|time}, for {to|name}",
  "ServiceDAO.setVotingDelay": "Sets the voting delay to {newVotingDelay|duration}",
  "ServiceDAO.setVotingPeriod": "Sets the voting period to {newVotingPeriod|duration}",
  "ServiceDAO.setLateQuorumVoteExtension":
    "Sets the extension of votes with a late quorum to {newVoteExtension|duration}",
  "ServiceDAO.setExecutionDelay": "Sets the execution delay to {newExecutionDelay|duration}",
  "ServiceDAO.setGracePeriod": "Sets the grace period to {newGracePeriod|duration}",
  "ServiceDAO.setProposalThreshold": "Sets the votes that proposing takes to {newProposalThreshold|scv}",
  "ServiceDAO.updateQuorumNumerator": "Sets the quorum to {newQuorumNumerator} % of what is locked",
  "ServiceDAO.setQuorumFloor": "Sets the floor under the quorum to {newQuorumFloor|scv}",
  "ServiceDAO.setProposalGuardian": ({ newProposalGuardian }) =>
    isZero(newProposalGuardian) ? "Dismisses the guardian" : "Makes {newProposalGuardian} the guardian",
};

/**
 * Describes in words what a call does. What is not known, such as a call of another contract, begins with
 * `NOT DECODED:` and is shown as data.
 */
export function describeCall(where: Where, { target, value, data }: RawCall): string {
  const contract = CONTRACTS.find((name) => where.addresses[name] === getAddress(target));
  const known = contract === undefined ? undefined : describeKnown(where, contract, data);
  const paid = value === 0n ? "" : formatAsset(where, ETHER, value);
  if (known !== undefined) return paid === "" ? known : `${known} and sends ${paid} along`;
  const name = nameOf(where, target);
  if (data === "0x") return paid === "" ? `Calls ${name} without data` : `Sends ${paid} to ${name}`;
  return `${UNKNOWN} calls ${name} with ${paid === "" ? "" : `${paid} and `}the data ${data}`;
}

function describeKnown(where: Where, contract: ContractName, data: string): string | undefined {
  const parsed = parse(contract, data);
  if (parsed === undefined) return undefined;
  const { name, values, args } = parsed;
  if (contract === "Treasury" && name === "execute") {
    const inner = describeCall(where, { target: values[0], value: values[1], data: values[2] } as RawCall);
    return `As the treasury: ${inner}${referenceOf(args)}`;
  }
  if (name === "transferOwnership") return `Makes ${String(values[0])} the owner of ${contract}`;
  const sentence = SENTENCES[`${contract}.${name}`];
  if (sentence === undefined) return `Calls ${name}(${values.map(shown).join(", ")}) of ${contract}`;
  const template = typeof sentence === "string" ? sentence : sentence(args);
  const filled = template.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_match, argument: string, format?: string) =>
    (FORMATS[format ?? ""] ?? String)(args[argument], args, where),
  );
  return `${filled}${referenceOf(args)}`;
}

function parse(contract: ContractName, data: string): { name: string; values: unknown[]; args: Args } | undefined {
  try {
    const parsed = INTERFACES[contract].parseTransaction({ data });
    if (parsed === null) return undefined;
    const values = parsed.args.toArray() as unknown[];
    return { name: parsed.name, values, args: parsed.args.toObject() as Args };
  } catch {
    // The selector matches, but the data is truncated: the call would fail.
    return undefined;
  }
}

function referenceOf({ ref }: Args): string {
  return typeof ref === "string" && ref !== ZeroHash ? ` (reference ${formatReference(ref)})` : "";
}

/** The proposer chooses these texts: they are quoted, so that they cannot pass for ours. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  return typeof value === "string" && !isHexString(value) ? JSON.stringify(value) : String(value);
}

function nameOf({ addresses }: Where, address: string): string {
  const contract = CONTRACTS.find((name) => addresses[name] === getAddress(address));
  return contract === undefined ? address : `${contract} (${address})`;
}

function assetName({ addresses }: Where, asset: string): string {
  if (asset === ETHER) return "ether";
  return asset === addresses.ServiceCoin ? "SCV" : `the token ${asset}`;
}

function payoutsOf(where: Where, asset = where.addresses.ServiceCoin, payouts: string[]): string {
  const each = payouts.map((payout) => ({
    to: getAddress(dataSlice(payout, 0, 20)),
    amount: toBigInt(dataSlice(payout, 20)),
  }));
  const sum = each.reduce((total, { amount }) => total + amount, 0n);
  const list = each.map(({ to, amount }) => `${formatAsset(where, asset, amount)} to ${to}`).join(", ");
  return `${formatAsset(where, asset, sum)} in ${each.length} payouts (${list})`;
}
