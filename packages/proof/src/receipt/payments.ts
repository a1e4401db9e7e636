import { getAddress, id } from "ethers";
import type { RawLog } from "../block/receipt.js";

/** A parameter of an event; all are of 32 bytes. */
type Parameter = readonly [name: string, type: "address" | "uint256" | "bytes32", indexed?: "indexed"];

const DEAL: Parameter = ["id", "bytes32", "indexed"];
const party = (name: string): Parameter => [name, "address", "indexed"];
const amount = (name: string): Parameter => [name, "uint256"];

/**
 * The events of the coin and the payment hub that move SCV. The ABIs of the SDK have them too, but are too large for a
 * page that only verifies.
 */
export const PAYMENT_EVENTS: Readonly<Record<string, readonly Parameter[]>> = {
  Transfer: [party("from"), party("to"), amount("value")],
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
};

/** What one log says about a payment. Amounts are base units in decimals, addresses have checksums. */
export interface Payment {
  /** Position of the log in the receipt of the transaction. */
  log: number;
  /** The contract that says it. Only the coin and hub that you trust make it true. */
  contract: string;
  event: string;
  args: Readonly<Record<string, string>>;
}

const BY_TOPIC = new Map(
  Object.entries(PAYMENT_EVENTS).map(([name, parameters]) => [
    id(`${name}(${parameters.map(([, type]) => type).join(",")})`),
    { name, parameters },
  ]),
);

/** The payments that logs tell of, in order; other logs are left out. */
export function paymentsIn(logs: readonly RawLog[]): Payment[] {
  return logs.flatMap(({ address, topics, data }, log) => {
    const event = BY_TOPIC.get(topics[0] ?? "");
    const args = event === undefined ? undefined : argsOf(event.parameters, topics.slice(1), data);
    if (event === undefined || args === undefined) return [];
    return [{ log, contract: getAddress(address), event: event.name, args }];
  });
}

/** Undefined for an event of the same signature with other indexed parameters, such as `Transfer` of ERC-721. */
function argsOf(
  parameters: readonly Parameter[],
  topics: readonly string[],
  data: string,
): Record<string, string> | undefined {
  const words = data.slice(2).match(/.{64}/g) ?? [];
  const indexed = parameters.filter(([, , mark]) => mark === "indexed").length;
  if (topics.length !== indexed || data.length !== 2 + 64 * (parameters.length - indexed)) return undefined;
  const [fromTopics, fromData] = [topics.values(), words.values()];
  const args: Record<string, string> = {};
  for (const [name, type, mark] of parameters) {
    const word = mark === "indexed" ? fromTopics.next().value : `0x${fromData.next().value ?? ""}`;
    args[name] = shown(word ?? "0x0", type);
  }
  return args;
}

function shown(word: string, type: Parameter[1]): string {
  if (type === "bytes32") return word;
  return type === "uint256" ? BigInt(word).toString() : getAddress(`0x${word.slice(-40)}`);
}
