import { ETHERS, type Cryptography } from "../cryptography.js";
import { numberIn, numberOf } from "../block/fields.js";
import { verifyBlock, type VerifiedBlock } from "../block/verifyBlock.js";
import { ProofError } from "../errors.js";
import { breachesOf, type Breach, type Rule } from "./rules.js";
import { askOne, readBlocks, type Source, type ToldBlock } from "./source.js";

/** A block that is known to be good. */
export interface TrustedBlock {
  number: number;
  hash: string;
}

/** What to audit. */
export interface AuditOptions {
  /** First block. Default: the trusted block, or 0. */
  from?: number | undefined;
  /** Last block. Default: the last that every node has. */
  to?: number | undefined;
  /** A block whose hash the caller knows from elsewhere; the first block must be it. */
  trust?: TrustedBlock | undefined;
  /** Rules whose breaches are reported and do not fail the audit. Default: none. */
  loose?: readonly Rule[];
  /** Default: ethers. `wasmCryptography` of `@servicecoin/proof/wasm` is many times faster. */
  cryptography?: Cryptography;
  /** Called with each block of the first good node, in order. */
  onBlock?: (block: VerifiedBlock) => void;
  /**
   * Called after each window with the number of the last block.
   * @param lastGood The last block up to which every node is good and the same.
   */
  onProgress?: (block: number, to: number, lastGood: TrustedBlock | undefined) => void;
  /** Ends the audit after the current window. */
  signal?: AbortSignal;
}

/** What was found of one node. */
export interface NodeFinding {
  /** Place of the node in the list. */
  node: number;
  /** The last block that recomputes. */
  lastGood: TrustedBlock | undefined;
  /** The first block that does not, and why. */
  fault: { block: number; error: ProofError } | undefined;
  /** Broken rules that were named as loose: how many of each, and the first block. */
  breaches: ReadonlyMap<Rule, { count: number; first: number }>;
}

/** Nodes that have different blocks although both recompute. */
export interface Difference {
  block: number;
  hashes: readonly { node: number; hash: string }[];
}

/** The result of an audit. */
export interface AuditResult {
  from: number;
  to: number;
  /** Blocks, transactions and gas that were recomputed of the first good node. */
  blocks: number;
  transactions: number;
  gas: bigint;
  nodes: readonly NodeFinding[];
  difference: Difference | undefined;
}

/** Blocks that are read at once. */
const WINDOW = 100;
/** Windows that are requested at once, so that the node has work while this program checks. */
const AHEAD = 3;

/** How far one node is. */
class Walk {
  readonly breaches = new Map<Rule, { count: number; first: number }>();
  before: VerifiedBlock | undefined;
  fault: NodeFinding["fault"];

  constructor(
    readonly node: number,
    readonly source: Source,
    readonly options: AuditOptions,
  ) {}

  get finding(): NodeFinding {
    const { node, fault, breaches, before } = this;
    const lastGood = before === undefined ? undefined : { number: before.number, hash: before.hash };
    return { node, lastGood, fault, breaches };
  }

  /** Whether the node is left, because a block of it is wrong. */
  isLeft(): boolean {
    return this.fault !== undefined;
  }

  /** Verifies blocks in order, up to the first that is wrong. */
  verify(told: readonly ToldBlock[], from: number): VerifiedBlock[] {
    const good: VerifiedBlock[] = [];
    for (const [index, one] of told.entries()) {
      const number = from + index;
      try {
        good.push(this.#checked(one, number));
      } catch (error) {
        if (!(error instanceof ProofError)) throw error;
        this.fault = { block: number, error };
        break;
      }
    }
    return good;
  }

  #checked({ block: told, receipts, ommers }: ToldBlock, number: number): VerifiedBlock {
    const { trust, loose = [], cryptography = ETHERS } = this.options;
    const block = verifyBlock(told, receipts, ommers, cryptography);
    if (block.number !== number) throw new ProofError("Mismatch", "block.number", String(number), String(block.number));
    if (trust?.number === number && trust.hash !== block.hash) {
      throw new ProofError("WrongCheckpoint", "block.hash", trust.hash, block.hash);
    }
    for (const breach of breachesOf(block, this.before)) {
      if (!loose.includes(breach.rule)) throw breach.error;
      this.#count(breach);
    }
    this.before = block;
    return block;
  }

  #count({ rule, block }: Breach): void {
    const known = this.breaches.get(rule) ?? { count: 0, first: block };
    this.breaches.set(rule, { ...known, count: known.count + 1 });
  }
}

/**
 * Recomputes blocks from what nodes say: every hash and root, and the rules between a block and its parent. Several
 * nodes are compared block by block; a node is left at its first fault, and all at the first block that differs.
 * @param sources At least one.
 * @throws ProofError `Unreachable`; `NotFound` when a node does not have a block of the range
 */
export async function audit(sources: readonly Source[], options: AuditOptions = {}): Promise<AuditResult> {
  const from = options.from ?? options.trust?.number ?? 0;
  const to = options.to ?? (await commonHead(sources));
  const walks = sources.map((source, node) => new Walk(node, source, options));
  const total = { blocks: 0, transactions: 0, gas: 0n };
  let difference: Difference | undefined;
  for await (const { first, last, told } of windowsOf(walks, from, to, options.signal)) {
    const good = walks.map((walk, index) => (walk.isLeft() ? [] : walk.verify(told[index] ?? [], first)));
    difference = firstDifference(good);
    const kept = good.find((blocks, index) => blocks.length > 0 && walks[index]?.fault === undefined) ?? good[0] ?? [];
    for (const block of kept) {
      if (difference !== undefined && block.number >= difference.block) break;
      total.blocks++;
      total.transactions += block.transactions.length;
      total.gas += numberIn(block.header.gasUsed);
      options.onBlock?.(block);
    }
    options.onProgress?.(last, to, lastGoodOf({ nodes: walks.map(({ finding }) => finding), difference }));
    if (difference !== undefined || walks.every((walk) => walk.isLeft())) break;
  }
  return { from, to, ...total, nodes: walks.map(({ finding }) => finding), difference };
}

/** Whether every node's blocks recompute and are the same. */
export function isGood({ nodes, difference }: AuditResult): boolean {
  return difference === undefined && nodes.every(({ fault }) => fault === undefined);
}

/** The last block up to which every node is good and the same: an audit can go on from there. */
export function lastGoodOf({ nodes, difference }: Pick<AuditResult, "nodes" | "difference">): TrustedBlock | undefined {
  if (difference !== undefined) return undefined;
  const blocks = nodes.flatMap(({ lastGood }) => (lastGood === undefined ? [] : [lastGood]));
  if (blocks.length < nodes.length) return undefined;
  return blocks.reduce((least, block) => (block.number < least.number ? block : least));
}

async function commonHead(sources: readonly Source[]): Promise<number> {
  const heads = await Promise.all(sources.map((source) => askOne(source, "eth_blockNumber")));
  return Math.min(...heads.map((head) => Number(numberOf(head, "eth_blockNumber"))));
}

/** Blocks from first to last, as each node tells them. */
interface Window {
  first: number;
  last: number;
  told: ToldBlock[][];
}

/** Reads windows in order, some of them ahead. */
async function* windowsOf(
  walks: readonly Walk[],
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Window> {
  const requested: Promise<Window>[] = [];
  const request = (first: number) => {
    if (first > to) return;
    const reading = readWindow(walks, first, Math.min(first + WINDOW - 1, to));
    // It is awaited only if the audit goes on.
    reading.catch(() => undefined);
    requested.push(reading);
  };
  for (let ahead = 0; ahead < AHEAD; ahead++) request(from + ahead * WINDOW);
  for (let first = from; first <= to && signal?.aborted !== true; first += WINDOW) {
    const window = await requested.shift();
    if (window === undefined) return;
    request(first + AHEAD * WINDOW);
    yield window;
  }
}

async function readWindow(walks: readonly Walk[], first: number, last: number): Promise<Window> {
  const told = await Promise.all(
    walks.map(async (walk) => {
      if (walk.isLeft()) return [];
      try {
        return await readBlocks(walk.source, first, last);
      } catch (error) {
        // A node that is left by now need not answer.
        if (walk.isLeft()) return [];
        throw error;
      }
    }),
  );
  return { first, last, told };
}

function firstDifference(good: readonly (readonly VerifiedBlock[])[]): Difference | undefined {
  const hashesAt = new Map<number, { node: number; hash: string }[]>();
  for (const [node, blocks] of good.entries()) {
    for (const { number, hash } of blocks) hashesAt.set(number, [...(hashesAt.get(number) ?? []), { node, hash }]);
  }
  for (const [block, hashes] of hashesAt) {
    if (new Set(hashes.map(({ hash }) => hash)).size > 1) return { block, hashes };
  }
  return undefined;
}
