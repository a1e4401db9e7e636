import { createSavedStore } from "./saved.ts";

/** A payment of many accounts, in one transaction or several. Kept until the user has seen its end. */
export interface BatchPayment {
  networkId: string;
  account: string;
  rows: { line: number; to: string; /** Base units. */ amount: string }[];
  /** Which rows go together. Empty until the first review has measured them. */
  parts: BatchPart[];
}

/** Rows that one transaction pays, all or none of them. */
export interface BatchPart {
  /** Index of its first row. */
  first: number;
  count: number;
  /**
   * - `open`: not paid, and nothing that could pay it is under way.
   * - `asked`: the wallet was asked, and its answer is not known.
   * - `sent`: it has a hash, and is not known to be mined.
   * - `paid`: it is mined.
   */
  state: "open" | "asked" | "sent" | "paid";
  /** The account's nonce when the wallet was asked. */
  nonce?: number;
  /** The last block then. */
  afterBlock?: number;
  hash?: string;
}

function isBatchPayment(value: unknown): value is BatchPayment | null {
  if (value === null) return true;
  const { rows, parts } = (typeof value === "object" ? value : {}) as Partial<BatchPayment>;
  return Array.isArray(rows) && Array.isArray(parts);
}

/** The batch in progress; null when no batch is. */
export const batchPayment = createSavedStore<BatchPayment | null>("batchPayment", isBatchPayment, null);

/** Notes what became of a part. */
export function updatePart(first: number, change: Partial<BatchPart>): void {
  batchPayment.set(
    (batch) =>
      batch && {
        ...batch,
        parts: batch.parts.map((part) => (part.first === first ? { ...part, ...change } : part)),
      },
  );
}

/** State of each row. */
export function stateOfRow({ parts }: BatchPayment, index: number): BatchPart["state"] {
  const part = parts.find(({ first, count }) => index >= first && index < first + count);
  return part?.state ?? "open";
}

/**
 * Puts groups of rows together as long as a transaction has room for them.
 * @param groups How many rows each group has, and the gas that it alone would use
 * @param room Gas that a transaction may use
 */
export function planParts(groups: readonly { count: number; gas: bigint }[], room: bigint): BatchPart[] {
  const parts: (BatchPart & { gas: bigint })[] = [];
  let first = 0;
  for (const { count, gas } of groups) {
    const last = parts.at(-1);
    if (last !== undefined && last.gas + gas <= room) {
      last.count += count;
      last.gas += gas;
    } else parts.push({ first, count, state: "open", gas });
    first += count;
  }
  return parts.map(({ first: from, count, state }) => ({ first: from, count, state }));
}
