import { getAddress } from "ethers";

/** Addresses that are kept: each checksum costs a hash. */
const KEPT = 100_000;

const known = new Map<string, string>();

/** An address in checksum form. */
export function checksum(address: string): string {
  let found = known.get(address);
  if (found === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(address, (found = getAddress(address)));
  }
  return found;
}

/** An address in checksum form; null for null, and for the empty text of an unknown entity. */
export function checksumOrNull(address: string | null): string | null {
  return address === null || address === "" ? null : checksum(address);
}

/** An amount as digits without leading zeros. */
export function digits(stored: string): string {
  return BigInt(stored).toString();
}

/** An amount as digits; null for null. */
export function digitsOrNull(stored: string | null): string | null {
  return stored === null ? null : digits(stored);
}

/** A hash; null for the empty text of an unknown entity. */
export function hashOrNull(hash: string): string | null {
  return hash === "" ? null : hash;
}

/** The position of an event in the chain. */
export function positionOf({
  block,
  logIndex,
  time,
  transactionHash,
}: {
  block: number;
  logIndex: number;
  time: number;
  transactionHash: string;
}) {
  return { block, logIndex, time, transactionHash };
}

/** A row of an entity without the block of its last change. */
export function withoutBlock<Row extends { block: number }>(row: Row): Omit<Row, "block"> {
  const copy: Partial<Row> = { ...row };
  delete copy.block;
  return copy as Omit<Row, "block">;
}
