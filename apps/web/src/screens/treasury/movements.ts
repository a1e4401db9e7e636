import type { ItemOf } from "@servicecoin/indexer/client";
import { textOfReference } from "../../ui/reference.ts";

export type Transfer = ItemOf<"/accounts/{address}/transfers">;
export type Flow = ItemOf<"/treasury/flows">;
export type Collection = ItemOf<"/fees/collections">;

/** As an asset it means ether, as an account nobody. */
export const ZERO = "0x0000000000000000000000000000000000000000";

/** Money that came into the treasury or left it. */
export interface Movement {
  key: string;
  block: number;
  logIndex: number;
  time: number;
  transactionHash: string;
  direction: "in" | "out";
  kind: "created" | "fees" | "returned" | "received" | "paid" | "spent" | "executed";
  /** Zero for ether. */
  asset: string;
  /** Base units. */
  amount: string;
  /** The other side. */
  account: string;
  reference: string | null;
  steward: string | null;
}

/** Where the treasury is, and what it takes to tell its movements. */
export interface Place {
  treasury: string;
  coin: string;
  hub: string;
}

/** What the index knows of the treasury's money. */
export interface Known {
  /** Transfers of SCV from and to the treasury. */
  transfers: readonly Transfer[];
  /** The treasury's own events, which know the reference, the steward, and ether. */
  flows: readonly Flow[];
  /** Fees that the hub handed on. What else comes from it are refunds. */
  collections: readonly Collection[];
}

/** Makes one list of all of it, the newest first. */
export function movementsOf({ transfers, flows, collections }: Known, place: Place): Movement[] {
  const coin = place.coin.toLowerCase();
  const isCoin = ({ asset }: Flow) => asset.toLowerCase() === coin;
  const events = flows.filter(isCoin);
  const isFee = ({ transactionHash, amount }: Transfer) =>
    collections.some((one) => one.transactionHash === transactionHash && one.amount === amount);
  const moved = transfers
    .filter(({ amount }) => amount !== "0")
    .map((transfer) => {
      const index = events.findIndex((event) => isOf(event, transfer, place));
      // Each event belongs to one transfer, also when two of them are alike.
      const [event] = index === -1 ? [] : events.splice(index, 1);
      return ofTransfer(transfer, event, place, isFee(transfer));
    });
  const others = flows.filter((flow) => !isCoin(flow) && flow.amount !== "0").map(ofFlow);
  return [...moved, ...others].sort((a, b) => b.block - a.block || b.logIndex - a.logIndex);
}

function isOf(event: Flow, { transactionHash, to, from, amount }: Transfer, { treasury }: Place): boolean {
  const isSame = event.transactionHash === transactionHash && event.amount === amount;
  return isSame && from === treasury && event.account === to;
}

function ofTransfer(
  transfer: Transfer,
  event: Flow | undefined,
  { treasury, coin, hub }: Place,
  isFee: boolean,
): Movement {
  const { block, logIndex, time, transactionHash, from, to, amount, reference } = transfer;
  const isOut = from === treasury;
  const incoming = from === ZERO ? "created" : isFee ? "fees" : from === hub ? "returned" : "received";
  return {
    ...{ key: `${block} ${logIndex}`, block, logIndex, time, transactionHash, asset: coin, amount },
    direction: isOut ? "out" : "in",
    kind: isOut ? (event?.kind === "spent" ? "spent" : "paid") : incoming,
    account: isOut ? to : from,
    reference: given(reference) ?? given(event?.reference),
    steward: event?.steward ?? null,
  };
}

/** The treasury's events have zero where no reference was given. */
function given(reference: string | null | undefined): string | null {
  return reference === undefined || reference === null || BigInt(reference) === 0n ? null : reference;
}

function ofFlow(flow: Flow): Movement {
  const { block, logIndex, time, transactionHash, kind, asset, account, amount, reference, steward } = flow;
  return {
    ...{ key: `${block} ${logIndex}`, block, logIndex, time, transactionHash, kind, asset, account, amount },
    ...{ direction: kind === "received" ? "in" : "out", reference: given(reference), steward },
  };
}

/**
 * Leaves out what is older than the end of a list that has more: rows of that list would be missing between.
 * @param ends The last block of each list that has more
 */
export function knownMovements(movements: readonly Movement[], ends: readonly number[]): Movement[] {
  const from = Math.max(-1, ...ends);
  return movements.filter(({ block }) => block > from);
}

const HEAD = [
  "time",
  "direction",
  "kind",
  "amount",
  "asset",
  "account",
  "reference",
  "steward",
  "transaction",
] as const;

/**
 * Movements as CSV (RFC 4180), with whole coins.
 * @param nameOf Name of an asset, and its decimals
 * @param amountOf Formats an amount
 */
export function csvOfMovements(
  movements: readonly Movement[],
  nameOf: (asset: string) => { name: string; isWhole: boolean },
  amountOf: (amount: bigint) => string,
): string {
  const rows = movements.map((one) => {
    const { name, isWhole } = nameOf(one.asset);
    const reference = one.reference === null ? "" : (textOfReference(one.reference) ?? one.reference);
    return [
      new Date(one.time * 1_000).toISOString(),
      ...[one.direction, one.kind],
      isWhole ? amountOf(BigInt(one.amount)) : one.amount,
      ...[name, one.account, reference, one.steward ?? "", one.transactionHash],
    ];
  });
  return [HEAD, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

/** Quotes where it must, and keeps a spreadsheet from running what a stranger wrote. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
