import { dataLength, dataSlice, getAddress, getBytes, id } from "ethers";
import type { RawLog } from "../block/receipt.js";

/** Types of parameters that are one word, and those whose word is an offset. */
type Word = "address" | "uint256" | "uint8" | "bytes32";
type Type = Word | "string" | "bytes";
type Parameter = readonly [name: string, type: Type, indexed?: "indexed"];

const DEAL: Parameter = ["id", "bytes32", "indexed"];
const party = (name: string): Parameter => [name, "address", "indexed"];
const amount = (name: string): Parameter => [name, "uint256"];
const VOTE: readonly Parameter[] = [
  ...[party("voter"), amount("proposalId")],
  ...([
    ["support", "uint8"],
    ["weight", "uint256"],
    ["reason", "string"],
  ] as const),
];

/**
 * The events that a receipt can prove: those that move SCV, the marks of a transfer, and votes. The ABIs of the SDK
 * have them too, but are too large for a page that only verifies.
 */
export const RECEIPT_EVENTS: Readonly<Record<string, readonly Parameter[]>> = {
  Transfer: [party("from"), party("to"), amount("value")],
  TransferReference: [["loggedReference", "bytes32", "indexed"]],
  AuthorizationUsed: [party("authorizer"), ["nonce", "bytes32", "indexed"]],
  ToppedUp: [DEAL, party("funder"), amount("amount")],
  Released: [DEAL, party("payee"), amount("amount"), amount("fee")],
  Claimed: [DEAL, party("payee"), amount("amount"), amount("fee")],
  Refunded: [DEAL, party("payer"), amount("amount")],
  Resolved: [DEAL, party("arbiter"), amount("toPayee"), amount("toPayer"), amount("fee")],
  Canceled: [DEAL, party("by"), amount("toPayee"), amount("toPayer"), amount("fee")],
  Charged: [DEAL, party("payer"), party("payee"), amount("amount"), amount("fee")],
  Opened: [
    ...[DEAL, party("payer"), party("payee"), amount("amount")],
    ...([
      ["terms", "bytes32"],
      ["arbiter", "address"],
      ["ref", "bytes32"],
    ] as const),
  ],
  VoteCast: VOTE,
  VoteCastWithParams: [...VOTE, ["params", "bytes"]],
};

/** What one log says. Amounts are base units in decimals, addresses have checksums. */
export interface ReceiptEvent {
  /** Position of the log in the receipt of the transaction. */
  log: number;
  /** The contract that says it. Only the contracts that you trust make it true. */
  contract: string;
  event: string;
  args: Readonly<Record<string, string>>;
}

const BY_TOPIC = new Map(
  Object.entries(RECEIPT_EVENTS).map(([name, parameters]) => [
    id(`${name}(${parameters.map(([, type]) => type).join(",")})`),
    { name, parameters },
  ]),
);

/** Events that stand directly before the transfer that they are about. */
const MARKS = new Set(["TransferReference", "AuthorizationUsed"]);

/** The events that logs tell of, in order; other logs are left out. */
export function eventsIn(logs: readonly RawLog[]): ReceiptEvent[] {
  return logs.flatMap(({ address, topics, data }, log) => {
    const event = BY_TOPIC.get(topics[0] ?? "");
    const args = event === undefined ? undefined : argsOf(event.parameters, topics.slice(1), data);
    if (event === undefined || args === undefined) return [];
    return [{ log, contract: getAddress(address), event: event.name, args }];
  });
}

/** The event of one log, with the mark of a transfer before it; none where the log is of another event. */
export function eventsAt(events: readonly ReceiptEvent[], log: number): ReceiptEvent[] {
  const found = events.find((one) => one.log === log);
  if (found === undefined) return [];
  const mark = events.find((one) => one.log === log - 1 && one.contract === found.contract && MARKS.has(one.event));
  return found.event === "Transfer" && mark !== undefined ? [mark, found] : [found];
}

/** Undefined for an event of the same signature with other indexed parameters, such as `Transfer` of ERC-721. */
function argsOf(
  parameters: readonly Parameter[],
  topics: readonly string[],
  data: string,
): Record<string, string> | undefined {
  const inData = parameters.filter(([, , mark]) => mark !== "indexed");
  if (topics.some((topic) => dataLength(topic) !== 32)) return undefined;
  if (topics.length !== parameters.length - inData.length || dataLength(data) < 32 * inData.length) return undefined;
  let [topic, place, end] = [0, 0, 32 * inData.length];
  const args: Record<string, string> = {};
  for (const [name, type, mark] of parameters) {
    const word = mark === "indexed" ? (topics[topic++] ?? "") : wordAt(data, 32 * place++);
    if (type !== "string" && type !== "bytes") {
      args[name] = shown(word, type);
      continue;
    }
    const bytes = BigInt(word) === BigInt(end) ? bytesAt(data, end) : undefined;
    if (bytes === undefined) return undefined;
    end += 32 + 32 * Math.ceil(dataLength(bytes) / 32);
    args[name] = type === "bytes" ? bytes : new TextDecoder("utf-8", { ignoreBOM: true }).decode(getBytes(bytes));
  }
  return dataLength(data) === end ? args : undefined;
}

/** The bytes behind their length; undefined when the data is shorter. */
function bytesAt(data: string, place: number): string | undefined {
  if (dataLength(data) < place + 32) return undefined;
  const length = BigInt(wordAt(data, place));
  const start = place + 32;
  return length > dataLength(data) - start ? undefined : dataSlice(data, start, start + Number(length));
}

function wordAt(data: string, place: number): string {
  return dataSlice(data, place, place + 32);
}

function shown(word: string, type: Word): string {
  if (type === "bytes32") return word;
  return type === "address" ? getAddress(dataSlice(word, 12)) : BigInt(word).toString();
}
