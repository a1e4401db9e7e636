import { createHash } from "node:crypto";

/** A block of the toy ledger. Hashes are 64 hex digits. */
export interface Block {
  number: number;
  /** Hash of the block before; zeros for the first. */
  previous: string;
  /** What the ledger records, one payment per line. */
  data: readonly string[];
  /** Makes the hash small enough (proof of work), or 0. */
  nonce: number;
  /** The validator that was elected to make the block (proof of stake); absent with proof of work. */
  validator?: string;
}

export const NOTHING_BEFORE = "0".repeat(64);

/** H(nonce || previous || data). The parts have fixed lengths or separators, so that no two blocks give one text. */
export function hashOf({ number, previous, data, nonce, validator = "" }: Block): string {
  const parts = [nonce, previous, number, validator, ...data];
  return sha256(JSON.stringify(parts));
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
