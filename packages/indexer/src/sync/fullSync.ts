import { ProofError, verifyBlock, type VerifiedBlock } from "@servicecoin/proof";
import { wasmCryptography } from "@servicecoin/proof/wasm";
import type { Chain } from "../chain/chain.js";
import { InconsistentNodeError } from "../chain/inconsistentNodeError.js";
import type { RawLog } from "../chain/rpc.js";
import type { Batch, Cursor } from "../store/store.js";
import { toBatch } from "./toBatch.js";

/** A block that was recomputed, with the logs of our contracts in it. */
export interface RecomputedBlock {
  cursor: Cursor;
  parentHash: string;
  logs: RawLog[];
}

/** Blocks that are requested at once. */
const WINDOW = 25;

/** Logs that are gathered for one transaction, and milliseconds for which blocks with few logs are gathered. */
const GATHERED_LOGS = 25_000;
const GATHERING_TIME = 1_000;

/** Reads whole blocks with their receipts, and recomputes each: nothing of a block is taken on the node's word. */
export class FullSync {
  readonly #chain: Chain;
  readonly #ours: ReadonlySet<string>;
  readonly #isLocal: boolean;

  /** @param isLocal Whether signatures may be invented, as local chains do for impersonated accounts. */
  constructor(chain: Chain, isLocal: boolean) {
    this.#chain = chain;
    this.#ours = new Set(chain.addresses);
    this.#isLocal = isLocal;
  }

  /**
   * Reads and recomputes a block.
   * @throws InconsistentNodeError with the block and the field that is wrong; BlockUnknownError; the node's errors
   */
  async block(number: number): Promise<RecomputedBlock> {
    if (number === 0) return this.#genesis();
    const { block, receipts, ommers } = await this.#chain.wholeBlock(number);
    const verified = this.#recomputed(number, block, receipts, ommers);
    const time = Number(verified.header.timestamp);
    const positions = new Map(verified.transactions.map((hash, index) => [hash, index]));
    const logs = verified.logs
      .filter(({ address }) => this.#ours.has(address))
      .map(({ address, topics, data, transactionHash, index }) => ({
        ...{ address, topics: [...topics], data, transactionHash, logIndex: index },
        ...{ block: number, blockHash: verified.hash, time },
        transactionIndex: positions.get(transactionHash) ?? 0,
      }));
    return { cursor: { block: number, hash: verified.hash, time }, parentHash: verified.header.parentHash, logs };
  }

  /**
   * Reads past blocks in batches of whole blocks. The next blocks are requested while these are recomputed. What was
   * gathered before an error comes before it.
   * @param before What is indexed already: each block must follow the one before.
   * @throws as `block`; InconsistentNodeError when a block does not follow the one before
   */
  async *read(from: number, to: number, before: Cursor | undefined): AsyncGenerator<Batch> {
    let last = before;
    let gathered: RecomputedBlock[] = [];
    let since = performance.now();
    let next = this.#window(from, to);
    for (let start = from; start <= to; start += WINDOW) {
      const window = next;
      next = this.#window(start + WINDOW, to);
      try {
        for (const reading of window) {
          const block = await reading;
          requireAfter(block, last);
          last = block.cursor;
          gathered.push(block);
        }
      } catch (error) {
        if (gathered.length > 0) yield this.#batch(gathered);
        throw error;
      }
      const logs = gathered.reduce((sum, one) => sum + one.logs.length, 0);
      if (start + WINDOW <= to && logs < GATHERED_LOGS && performance.now() - since < GATHERING_TIME) continue;
      yield this.#batch(gathered);
      gathered = [];
      since = performance.now();
    }
  }

  /** The first block has no logs. Hardhat gives it a transactions root that no list of transactions has. */
  async #genesis(): Promise<RecomputedBlock> {
    const { hash, parentHash, time } = await this.#chain.header(0);
    return { cursor: { block: 0, hash, time }, parentHash, logs: [] };
  }

  /** Requests blocks. An error is thrown when it is that block's turn. */
  #window(from: number, to: number): Promise<RecomputedBlock>[] {
    const numbers = Array.from({ length: Math.max(0, Math.min(WINDOW, to - from + 1)) }, (_, index) => from + index);
    return numbers.map((number) => {
      const reading = this.block(number);
      reading.catch(() => undefined);
      return reading;
    });
  }

  #batch(blocks: readonly RecomputedBlock[]): Promise<Batch> {
    const { cursor } = blocks.at(-1) ?? {};
    if (cursor === undefined) throw new RangeError("a batch needs a block");
    return toBatch(this.#chain, { cursor, logs: blocks.flatMap(({ logs }) => logs), isVerified: true });
  }

  #recomputed(number: number, block: unknown, receipts: readonly unknown[], ommers: readonly unknown[]): VerifiedBlock {
    try {
      const verified = verifyBlock(block, receipts, ommers);
      if (verified.number !== number) {
        throw new ProofError("Mismatch", "block.number", String(number), String(verified.number));
      }
      const [unsigned] = verified.unsigned;
      if (unsigned !== undefined && !this.#isLocal) throw unsigned;
      return verified;
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      throw new InconsistentNodeError(`Block ${number} does not recompute: ${error.message}`);
    }
  }
}

function requireAfter({ cursor: { block }, parentHash }: RecomputedBlock, last: Cursor | undefined): void {
  if (last?.block !== block - 1 || last.hash === parentHash) return;
  throw new InconsistentNodeError(
    `Block ${block} follows ${parentHash}, but block ${last.block} was ${last.hash} when it was read`,
  );
}
