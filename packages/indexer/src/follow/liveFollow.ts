import { receiptsRootOf, type RawReceipt } from "@servicecoin/proof";
import { BlockUnknownError, type Chain } from "../chain/chain.js";
import { InconsistentNodeError } from "../chain/inconsistentNodeError.js";
import { toLog, type Header, type RawLog } from "../chain/rpc.js";
import type { Batch, Cursor } from "../store/store.js";
import type { FullSync } from "../sync/fullSync.js";
import { requireWithin, toBatch } from "../sync/toBatch.js";
import { bloomMatcher } from "./bloom.js";

/**
 * Which new blocks are verified by their receipts: `always` every one, `never` none, `sampled` those with logs of ours,
 * those whose bloom filter promises logs that the node did not return, and every 16th. `full` recomputes every block,
 * past ones too, from its transactions and receipts, before anything of it is stored.
 */
export type Verification = "full" | "always" | "sampled" | "never";

/** One in so many blocks is verified when sampling. */
const SAMPLE = 16;

/** What was verified since the start. */
export interface VerificationCounts {
  /** New blocks that were read. */
  blocks: number;
  verified: number;
  /** Blocks whose logs the node did not return in full at first. */
  incomplete: number;
}

/** Reads new blocks one by one, by their hashes: an answer is complete, or the node does not know the block. */
export class LiveFollow {
  readonly counts: VerificationCounts = { blocks: 0, verified: 0, incomplete: 0 };
  readonly #chain: Chain;
  readonly #verification: Verification;
  readonly #full: FullSync | undefined;
  readonly #mayHaveLogs: (bloom: string) => boolean;
  /** Whether the node returns the receipts of a block. Undefined until it was asked. */
  #hasReceipts: boolean | undefined;

  /** @param full Recomputes blocks, for `full`. */
  constructor(chain: Chain, verification: Verification, full?: FullSync) {
    this.#chain = chain;
    this.#verification = verification;
    this.#full = full;
    this.#mayHaveLogs = bloomMatcher(chain.addresses);
  }

  /** Whether blocks can be verified: some nodes do not return all receipts of a block. */
  get canVerify(): boolean {
    return this.#verification !== "never" && this.#hasReceipts !== false;
  }

  /**
   * Reads the block after the cursor.
   * @returns undefined when it does not follow the cursor's block: the chain was reorganized
   * @throws BlockUnknownError, InconsistentNodeError; the node's errors
   */
  async read(number: number, before: Cursor | undefined): Promise<Batch | undefined> {
    if (this.#full !== undefined) return this.#readFull(this.#full, number, before);
    const header = await this.#chain.header(number);
    if (before?.block === number - 1 && before.hash !== header.parentHash) return undefined;
    const { logs, isVerified } = await this.#logsOf(header);
    this.counts.blocks++;
    if (isVerified) this.counts.verified++;
    const cursor = { block: header.number, hash: header.hash, time: header.time };
    return toBatch(this.#chain, { cursor, logs, isVerified });
  }

  async #readFull(full: FullSync, number: number, before: Cursor | undefined): Promise<Batch | undefined> {
    const { cursor, parentHash, logs } = await full.block(number);
    if (before?.block === number - 1 && before.hash !== parentHash) return undefined;
    this.counts.blocks++;
    this.counts.verified++;
    return toBatch(this.#chain, { cursor, logs, isVerified: true });
  }

  async #logsOf(header: Header): Promise<{ logs: RawLog[]; isVerified: boolean }> {
    const logs = await this.#chain.logs({ blockHash: header.hash });
    requireWithin(logs, header.number, header.number, header.hash);
    const isSuspicious = logs.length === 0 && this.#mayHaveLogs(header.logsBloom);
    const wanted = this.#verification === "always" || isSuspicious || logs.length > 0 || header.number % SAMPLE === 0;
    if (this.#verification === "never" || !wanted) return { logs, isVerified: false };
    const verified = await this.#verifiedLogs(header);
    if (verified === undefined) return { logs, isVerified: false };
    if (verified.length !== logs.length) this.counts.incomplete++;
    return { logs: verified, isVerified: true };
  }

  /** The logs in the receipts of a block; undefined where the node does not return receipts. */
  async #verifiedLogs({ number, hash, time, receiptsRoot }: Header): Promise<RawLog[] | undefined> {
    if (this.#hasReceipts === false) return undefined;
    const receipts = await this.#receipts(hash);
    if (receipts === undefined) return undefined;
    const root = rootOf(receipts, number, hash);
    if (root !== receiptsRoot) {
      throw new InconsistentNodeError(
        `The receipts of block ${number} (${hash}) hash to ${root}, but its receiptsRoot is ${receiptsRoot}`,
      );
    }
    const ours = new Set(this.#chain.addresses);
    // The root does not cover where a log stands: it follows from the order.
    return receipts
      .flatMap((receipt) => receipt.logs)
      .map((log, logIndex) => ({ ...toLog(log), logIndex, block: number, blockHash: hash, time }))
      .filter(({ address }) => ours.has(address));
  }

  async #receipts(hash: string) {
    try {
      const receipts = await this.#chain.receipts(hash);
      this.#hasReceipts = true;
      return receipts;
    } catch (error) {
      if (error instanceof BlockUnknownError || this.#hasReceipts === true) throw error;
      this.#hasReceipts = false;
      return undefined;
    }
  }
}

function rootOf(receipts: readonly RawReceipt[], number: number, hash: string): string {
  try {
    return receiptsRootOf(receipts);
  } catch (error) {
    const { message } = error as Error;
    throw new InconsistentNodeError(`The receipts of block ${number} (${hash}) are not complete: ${message}`);
  }
}
