import type { ItemOf } from "@servicecoin/indexer/client";
import type { Instalment } from "@servicecoin/sdk";
import type { Text } from "../../i18n/text.ts";
import type { IndexedLoan } from "../credit/indexedLoan.ts";

type LoanEvent = ItemOf<"/loans/{id}/events">;
type EventName = keyof Text["credit"]["events"];

/** A point of a loan's time line. */
export interface LoanPoint {
  key: string;
  kind: "event" | "end" | "due";
  /** Seconds since 1970. */
  at: number;
  /** Base units of SCV. */
  amount: bigint;
  name: EventName | undefined;
  source: LoanEvent["source"];
  hash: string | undefined;
  /** A due date and its grace period have passed, and the loan is overdue. */
  isLate: boolean;
}

const NAMES: readonly string[] = ["LoanTaken", "LoanRepaid", "LoanCollected", "LoanEnded", "LoanVoided"];
const isName = (name: string): name is EventName => NAMES.includes(name);

/**
 * What happened and what is due, in the order of time. Due dates before the first that is not paid are left out, as are
 * all of them once the loan has ended.
 */
export function pointsOf(
  { state, status, nextDue }: Pick<IndexedLoan, "state" | "status" | "nextDue">,
  schedule: readonly Instalment[],
  events: readonly LoanEvent[],
  now: number,
): LoanPoint[] {
  const happened = events.map(({ event, block, logIndex, time, amount, source, transactionHash }): LoanPoint => ({
    ...{ key: `${block} ${logIndex}`, kind: event === "LoanEnded" ? "end" : "event", at: time },
    ...{ amount: BigInt(amount), name: isName(event) ? event : undefined, source, hash: transactionHash },
    isLate: false,
  }));
  const due = schedule
    .filter(({ dueAt }) => state === "active" && nextDue !== null && dueAt >= BigInt(nextDue))
    .map(({ dueAt, overdueAfter, principal, charges }): LoanPoint => ({
      ...{ key: `due ${dueAt}`, kind: "due", at: Number(dueAt), amount: principal + charges },
      ...{ name: undefined, source: null, hash: undefined },
      isLate: status === "overdue" && BigInt(now) > overdueAfter,
    }));
  // The API lists the newest first: what happened in one block keeps the order of the chain.
  return [...happened.reverse(), ...due].sort((one, other) => one.at - other.at);
}
