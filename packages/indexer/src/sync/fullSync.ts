import { ProofError, verifyBlock, type Cryptography, type ToldBlock, type VerifiedBlock } from "@servicecoin/proof";
import { BlockUnknownError, type Chain } from "../chain/chain.js";
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

/** A block of a node that does not recompute. */
export interface NodeFault {
  /** The node's name. */
  node: string;
  block: number;
  /** The first field that is wrong, such as `block.receiptsRoot`. */
  field: string;
  /** What is wrong with it, as a sentence. */
  message: string;
}

/** What nodes were found to say that does not recompute. */
export interface NodeFaults {
  /** Since the start. */
  count: number;
  last: NodeFault | undefined;
}

/** Blocks that are requested at once. */
const WINDOW = 25;

/** Logs that are gathered for one transaction, and milliseconds for which blocks with few logs are gathered. */
const GATHERED_LOGS = 25_000;
const GATHERING_TIME = 1_000;

/**
 * Reads whole blocks with their receipts, and recomputes each: nothing of a block is taken on the node's word. A block
 * that does not recompute is read from the next node.
 */
export class FullSync {
  readonly faults: NodeFaults = { count: 0, last: undefined };
  readonly #chain: Chain;
  readonly #ours: ReadonlySet<string>;
  readonly #isLocal: boolean;
  readonly #cryptography: Cryptography;

  /** @param isLocal Whether signatures may be invented, as local chains do for impersonated accounts. */
  constructor(chain: Chain, isLocal: boolean, cryptography: Cryptography) {
    this.#chain = chain;
    this.#ours = new Set(chain.addresses);
    this.#isLocal = isLocal;
    this.#cryptography = cryptography;
  }

  /**
   * Reads and recomputes a block.
   * @throws InconsistentNodeError with the block and the field that is wrong at each node; BlockUnknownError; the
   * nodes' errors
   */
  async block(number: number): Promise<RecomputedBlock> {
    if (number === 0) return this.#genesis();
    const verified = await this.#firstGood(number);
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

  /** The block of the first node whose block recomputes. */
  async #firstGood(number: number): Promise<VerifiedBlock> {
    const faults: NodeFault[] = [];
    let failure: unknown;
    for (const node of this.#chain.order) {
      try {
        const verified = this.#recomputed(number, await this.#chain.wholeBlock(number, node));
        if (failure !== undefined) this.#chain.prefer(node);
        return verified;
      } catch (error) {
        if (error instanceof ProofError || error instanceof InconsistentNodeError) {
          faults.push(this.#refuse(node, number, error));
        } else if (error instanceof BlockUnknownError && faults.length === 0) {
          // The chain may have been reorganized. Another node may only not have noticed yet.
          throw error;
        } else {
          failure ??= error;
        }
      }
    }
    if (faults.length === 0) throw failure;
    throw new InconsistentNodeError(textOf(number, faults, this.#chain.order.length));
  }

  #refuse(node: number, block: number, error: ProofError | InconsistentNodeError): NodeFault {
    const field = error instanceof ProofError ? error.field : "block";
    const fault = { node: this.#chain.nameOf(node), block, field, message: error.message };
    this.faults.count++;
    this.faults.last = fault;
    this.#chain.leave(node);
    return fault;
  }

  #recomputed(number: number, { block, receipts, ommers }: ToldBlock): VerifiedBlock {
    const verified = verifyBlock(block, receipts, ommers, this.#cryptography);
    if (verified.number !== number) {
      throw new ProofError("Mismatch", "block.number", String(number), String(verified.number));
    }
    const [unsigned] = verified.unsigned;
    if (unsigned !== undefined && !this.#isLocal) throw unsigned;
    return verified;
  }
}

/** Says what is wrong at each node. @param nodes How many there are. */
function textOf(block: number, faults: readonly NodeFault[], nodes: number): string {
  const [first, ...others] = faults.map(({ node, message }) => (nodes > 1 ? `${message} (${node})` : message));
  return [`Block ${block} does not recompute: ${first ?? ""}`, ...others].join(" ");
}

function requireAfter({ cursor: { block }, parentHash }: RecomputedBlock, last: Cursor | undefined): void {
  if (last?.block !== block - 1 || last.hash === parentHash) return;
  throw new InconsistentNodeError(
    `Block ${block} follows ${parentHash}, but block ${last.block} was ${last.hash} when it was read`,
  );
}
