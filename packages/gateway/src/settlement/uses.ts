import { type Log, type LogDescription } from "ethers";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { keyOf, type Payment } from "./payment.js";

/** The parts of a log that matter here. */
export type CoinLog = Pick<Log, "address" | "topics" | "data">;

/**
 * The payments that logs of one transaction prove: `AuthorizationUsed(from, nonce)` and right after it `Transfer(from, to, value)`, both
 * of the coin. The transfer alone proves nothing, as two payments of a batch may have the same parties and amount.
 * @param coin Address of ServiceCoin.
 * @returns Their keys.
 */
export function usesIn(logs: readonly CoinLog[], coin: string, payments: readonly Payment[]): Set<string> {
  const byKey = new Map(payments.map((payment) => [keyOf(payment), payment]));
  const events = logs.map((log) => (log.address.toLowerCase() === coin.toLowerCase() ? parse(log) : null));
  const made = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (event?.name !== "AuthorizationUsed") continue;
    const key = keyOf({ from: event.args["authorizer"] as string, nonce: event.args["nonce"] as string });
    const payment = byKey.get(key);
    if (payment !== undefined && isTransferOf(payment, events[index + 1])) made.add(key);
  }
  return made;
}

function isTransferOf({ from, to, value }: Payment, event: LogDescription | null | undefined): boolean {
  if (event?.name !== "Transfer") return false;
  const [sender, receiver, amount] = event.args as unknown as [string, string, bigint];
  return sender.toLowerCase() === from.toLowerCase() && receiver.toLowerCase() === to.toLowerCase() && amount === value;
}

function parse({ topics, data }: CoinLog): LogDescription | null {
  return INTERFACES.ServiceCoin.parseLog({ topics, data });
}
