import * as z from "zod";
import { bigIntText, schemaFormat, type JsonFormat } from "./format.js";
import type { Ending } from "./watcher.js";

/**
 * Confirmed: the transaction did its work. Reverted: a block includes it, but it failed. Canceled: an empty
 * transaction replaced it. Displaced: a foreign transaction of the account took its nonce.
 */
export const OUTCOME_STATUSES = ["confirmed", "reverted", "canceled", "displaced"] as const;

/** What became of a submission. */
export interface Outcome {
  status: (typeof OUTCOME_STATUSES)[number];
  /** The transaction in a block; absent if it was displaced. */
  hash?: string;
  /** The block in which the nonce was used, or a later one. */
  block: number;
  /** Absent if it was displaced. */
  gasUsed?: bigint;
  /** What the account paid for the gas, in wei; absent if it was displaced. */
  fee?: bigint;
}

/** Returns the outcome, as far as the receipt tells it. */
export function outcomeOf({ mined, block }: Ending): Outcome {
  if (mined === undefined) return { status: "displaced", block };
  const { hash, gasUsed, fee, isEmpty, succeeded } = mined;
  const status = isEmpty ? "canceled" : succeeded ? "confirmed" : "reverted";
  return { status, hash, block: mined.block, gasUsed, fee };
}

/** The format of an outcome in a journal. */
export const outcomeFormat: JsonFormat<Outcome> = schemaFormat(
  z.object({
    status: z.enum(OUTCOME_STATUSES),
    hash: z.string().exactOptional(),
    block: z.number(),
    gasUsed: bigIntText.exactOptional(),
    fee: bigIntText.exactOptional(),
  }),
);
