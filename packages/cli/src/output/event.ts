import { formatUnits, isAddress, ZeroAddress } from "ethers";
import { type Client, CONTRACTS, type Loan, LOAN_ENDS, LOAN_SOURCES, type ServiceCoinEvent } from "@servicecoin/sdk";
import { packedTerms } from "./deal.js";
import { loanLine } from "./loan.js";
import { metadataText } from "./service.js";
import { anything, duration, ether, percent, scv, time } from "./value.js";

type Args = Readonly<Record<string, unknown>>;
type Formatter = (value: bigint, args: Args, addresses: Client["addresses"]) => string;

const BALLOT = ["against", "for", "abstain"];

/** Formats an amount of the treasury. The asset is another argument of the same event. */
const ofAsset: Formatter = (amount, args, addresses) => {
  if (args["asset"] === addresses.ServiceCoin) return scv(amount);
  return args["asset"] === ZeroAddress ? ether(amount) : `${amount.toString()} base units`;
};

/**
 * Formatters for numbers, by the name of the argument. `Event.argument` takes precedence over `argument`. Default: a
 * plain number.
 */
const FORMATTERS: Readonly<Record<string, Formatter | undefined>> = {
  ...all(scv, "value", "amount", "fee", "toPayee", "toPayer", "limit", "weight", "paid", "previousVotes", "newVotes"),
  ...all(scv, "owed", "unpaid", "collateral"),
  ...all(scv, "oldQuorumFloor", "newQuorumFloor", "oldProposalThreshold", "newProposalThreshold"),
  ...all(ofAsset, "Paid.amount", "Spent.amount", "BudgetSet.amount", "CapSet.amount", "CapScheduled.amount"),
  ...all(ether, "Received.amount", "Executed.value", "ProposalCreated.values"),
  ...all(percent, "feeBps", "FeeSet.fee", "LoanFeeSet.fee"),
  ...all(time, "start", "end", "voteStart", "voteEnd", "etaSeconds", "extendedDeadline", "effectiveAt"),
  ...all(duration, "period", "oldExecutionDelay", "newExecutionDelay", "oldGracePeriod", "newGracePeriod"),
  ...all(duration, "oldVoteExtension", "newVoteExtension", "oldVotingDelay", "newVotingDelay"),
  ...all(duration, "oldVotingPeriod", "newVotingPeriod"),
  "LoanCollected.source": (source) => LOAN_SOURCES[Number(source)] ?? source.toString(),
  "LoanEnded.reason": (reason) => LOAN_ENDS[Number(reason)] ?? reason.toString(),
  support: (choice) => BALLOT[Number(choice)] ?? choice.toString(),
  "NewFeedback.value": (rating, args) => formatUnits(rating, args["valueDecimals"] as bigint).replace(/\.0$/, ""),
};

/** Formatters for texts and bytes with an encoded meaning. */
const MEANINGS: Readonly<Record<string, ((value: string, args: Args) => string) | undefined>> = {
  "Opened.terms": packedTerms,
  "MetadataSet.metadataValue": (value, args) => metadataText(String(args["metadataKey"]), value),
};

/** Formats the arguments of an event for people, in order. */
export function argumentsOf(event: ServiceCoinEvent, addresses: Client["addresses"]): [name: string, value: string][] {
  const args = event.args as unknown as Args;
  return Object.entries(args).map(([name, value]) => {
    const formatter = FORMATTERS[`${event.name}.${name}`] ?? FORMATTERS[name];
    const formatted = (one: unknown): string => {
      if (typeof one === "bigint" && formatter !== undefined) return formatter(one, args, addresses);
      const meaning = MEANINGS[`${event.name}.${name}`];
      if (typeof one === "string" && meaning !== undefined) return meaning(one, args);
      if (typeof one === "string" && isAddress(one)) return addressed(one, addresses);
      if (isLoan(name, one)) return loanLine(one);
      return Array.isArray(one) ? (one as readonly unknown[]).map(formatted).join(", ") || "none" : anything(one);
    };
    return [name, formatted(value)];
  });
}

/** The struct of `LoanTaken`, whose ids and parties are arguments of their own. */
function isLoan(name: string, value: unknown): value is Loan {
  return name === "loan" && typeof value === "object" && value !== null && "instalments" in value;
}

/** Formats an event as rows of a list. */
export function eventRows(event: ServiceCoinEvent, addresses: Client["addresses"]): [name: string, value: string][] {
  const rows = argumentsOf(event, addresses).map(([name, value]): [string, string] => [`  ${name}`, value]);
  return [[event.name, event.contract], ...rows];
}

/** Formats an event on one line. */
export function eventLine(event: ServiceCoinEvent, addresses: Client["addresses"]): string {
  const args = argumentsOf(event, addresses).map(([name, value]) => `${name}=${value}`);
  return [`${event.blockNumber}  ${event.contract}.${event.name}`, ...args].join("  ");
}

/** The fields of an event for programs. */
export function eventDocument({ contract, name, args, blockNumber, transactionHash, logIndex }: ServiceCoinEvent) {
  return { contract, name, args, blockNumber, transactionHash, logIndex };
}

/** Formats an address, with the name of the contract if it is one of ours. */
export function addressed(address: string, addresses: Client["addresses"]): string {
  const name = CONTRACTS.find((contract) => addresses[contract].toLowerCase() === address.toLowerCase());
  return name === undefined ? address : `${address} (${name})`;
}

function all(formatter: Formatter, ...names: string[]): Record<string, Formatter> {
  return Object.fromEntries(names.map((name) => [name, formatter]));
}
