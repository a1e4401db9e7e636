import type { IndexerClient } from "@servicecoin/indexer/client";
import type { Client } from "@servicecoin/sdk";

/** Kinds of work, one per function of the contracts that anyone, or the payee, may call. */
export const DUTY_KINDS = [
  "claimOrders",
  "claimAccruals",
  "refundOrders",
  "refundAccruals",
  "chargeMandates",
  "collectLoans",
  "queueProposals",
  "executeProposals",
  "applyCaps",
  "collectFees",
] as const;

/** A kind of work. */
export type DutyKind = (typeof DUTY_KINDS)[number];

/** Whom a due thing is for, and what it moves. */
export interface Worth {
  /** The account that receives the money; undefined when the work is for the whole system. */
  for: string | undefined;
  /** Base units of SCV; undefined when the work moves no SCV of its own. */
  amount: bigint | undefined;
}

/** One thing that is due. */
export interface Due<Data> extends Worth {
  /** Names the thing in the whole system and at any time, such as `claimOrders:0x…`. */
  key: string;
  /** Things of one group share a transaction. */
  group: string;
  data: Data;
}

/** Where a duty reads. */
export interface Sources {
  client: Client;
  index: IndexerClient;
  /** The keeper's account. */
  account: string;
}

/** A contract call. */
export interface DutyCall {
  to: string;
  data: string;
}

/** A kind of work: what is due, whether it still is, and what to send. */
export interface Duty<Data> {
  kind: DutyKind;
  /** The most things in one transaction. */
  most: number;
  /** Lists what is due at a time, by the index. @param now Time of the next block, in seconds since 1970. */
  find: (sources: Sources, now: bigint) => Promise<Due<Data>[]>;
  /** Asks the chain whether a thing is due, and what it is worth; undefined when it no longer is. */
  check: (sources: Sources, due: Due<Data>, now: bigint) => Promise<Due<Data> | undefined>;
  /** The call that does the things of a group. */
  call: (sources: Sources, dues: readonly Due<Data>[]) => DutyCall;
}

/** A duty whose kind of data only the duty itself knows. */
export type AnyDuty = Duty<unknown>;

/** Forgets the kind of data of a duty: it only gets back what it has found. */
export function anyDuty<Data>(duty: Duty<Data>): AnyDuty {
  return duty as unknown as AnyDuty;
}

/** All rows of a list. */
export async function allOf<Item>(rows: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
