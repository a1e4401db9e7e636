import { ZeroHash } from "ethers";
import type { RawReceipt, ToldBlock } from "@servicecoin/proof";
import { isBlockUnknown, isTooLarge } from "@servicecoin/sdk/internal";
import { InconsistentNodeError } from "./inconsistentNodeError.js";
import { hex, toHeader, toLog, type Header, type RawLog } from "./rpc.js";

/** A node: what every JSON-RPC provider of ethers can do. */
export interface Node {
  /** Names the node to people, without its keys. Default: its place among the nodes. */
  readonly name?: string;
  send(method: string, params: unknown[]): Promise<unknown>;
}

/** Which blocks to read logs of: a range, or one block by its hash. */
export type LogSelection = { from: number; to: number } | { blockHash: string };

/** A block that the node does not have. */
export class BlockUnknownError extends Error {
  override readonly name = "BlockUnknownError";
  constructor(readonly block: string | number) {
    super(`The node does not have block ${block}`);
  }
}

/**
 * Reads a chain from one or more nodes. A node that does not answer is replaced by the next one; what different nodes
 * say is reconciled by block hashes, not here.
 */
export class Chain {
  readonly #nodes: readonly Node[];
  readonly #addresses: readonly string[];
  #current = 0;
  #hasFinality: boolean | undefined;
  /** Whether a node returns the receipts of a block; `any` is for requests to whichever node answers. */
  readonly #hasBlockReceipts = new Map<number | "any", boolean>();

  /**
   * @param nodes In order of preference, at least one.
   * @param addresses Contracts whose logs count.
   */
  constructor(nodes: readonly Node[], addresses: readonly string[]) {
    if (nodes.length === 0) throw new TypeError("A chain needs at least one node");
    this.#nodes = nodes;
    this.#addresses = addresses.map((address) => address.toLowerCase());
  }

  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /** The nodes by their place, in the order in which to ask them: that which answered last comes first. */
  get order(): number[] {
    return this.#nodes.map((_, index) => (this.#current + index) % this.#nodes.length);
  }

  /** The name of a node. */
  nameOf(node: number): string {
    return this.#nodes[node]?.name ?? `node ${node + 1}`;
  }

  /** Asks a node first from now on. */
  prefer(node: number): void {
    this.#current = node;
  }

  /** Asks the next node first from now on, if this one was. */
  leave(node: number): void {
    if (this.#current === node) this.#current = (node + 1) % this.#nodes.length;
  }

  /** The last block. @throws the node's errors */
  async head(): Promise<Header> {
    return this.#header("eth_getBlockByNumber", "latest");
  }

  /** @throws BlockUnknownError */
  async header(block: number | string): Promise<Header> {
    return typeof block === "number"
      ? this.#header("eth_getBlockByNumber", hex(block))
      : this.#header("eth_getBlockByHash", block);
  }

  /** Several blocks by number. @throws BlockUnknownError */
  async headers(numbers: readonly number[]): Promise<Header[]> {
    return Promise.all(numbers.map((number) => this.header(number)));
  }

  /** The number of the last final block; undefined where the node cannot tell. */
  async finalized(): Promise<number | undefined> {
    if (this.#hasFinality === false) return undefined;
    try {
      const { number } = await this.#header("eth_getBlockByNumber", "finalized");
      this.#hasFinality = true;
      return number;
    } catch (error) {
      // A node that knew one before only failed to answer.
      if (this.#hasFinality === true) throw error;
      this.#hasFinality = false;
      return undefined;
    }
  }

  /**
   * Logs of our contracts, in the order of the chain. What the node adds from other contracts is dropped.
   * @throws InconsistentNodeError; the node's errors, also when the range is too large for it
   */
  async logs(selection: LogSelection, filter: { addresses?: readonly string[] } = {}): Promise<RawLog[]> {
    const blocks =
      "blockHash" in selection
        ? { blockHash: selection.blockHash }
        : { fromBlock: hex(selection.from), toBlock: hex(selection.to) };
    const addresses = filter.addresses ?? this.#addresses;
    const answer = await this.#request("eth_getLogs", [{ ...blocks, address: addresses }]);
    const wanted = new Set(addresses);
    const logs: RawLog[] = [];
    for (const one of listOf("eth_getLogs", answer)) {
      const log = toLog(one);
      if (wanted.has(log.address)) logs.push(log);
    }
    return logs;
  }

  /**
   * Receipts of a block, as the node returns them. A node that does not return those of a block is asked for each.
   * @throws BlockUnknownError
   */
  async receipts(hash: string): Promise<RawReceipt[]> {
    return this.#receipts(hash, "any");
  }

  async #receipts(hash: string, node: number | "any"): Promise<RawReceipt[]> {
    const ask = (method: string, params: unknown[]) =>
      node === "any" ? this.#request(method, params) : this.#requestOf(node, method, params);
    if (this.#hasBlockReceipts.get(node) !== false) {
      try {
        const receipts = await ask("eth_getBlockReceipts", [hash]);
        if (!Array.isArray(receipts)) throw new BlockUnknownError(hash);
        this.#hasBlockReceipts.set(node, true);
        return receipts as RawReceipt[];
      } catch (error) {
        if (error instanceof BlockUnknownError || this.#hasBlockReceipts.get(node) === true) throw error;
        this.#hasBlockReceipts.set(node, false);
      }
    }
    const block = await ask("eth_getBlockByHash", [hash, false]);
    if (block === null) throw new BlockUnknownError(hash);
    const { transactions } = block as { transactions: string[] };
    const receipts = await Promise.all(transactions.map((one) => ask("eth_getTransactionReceipt", [one])));
    if (receipts.includes(null)) throw new BlockUnknownError(hash);
    return receipts as RawReceipt[];
  }

  /**
   * A block with its transactions, their receipts and its ommers, as one node returns them: nothing of it was checked.
   * @param node Its place among the nodes.
   * @throws BlockUnknownError; InconsistentNodeError when the answer is no block
   */
  async wholeBlock(number: number, node: number): Promise<ToldBlock> {
    const block = await this.#requestOf(node, "eth_getBlockByNumber", [hex(number), true]);
    if (block === null || block === undefined) throw new BlockUnknownError(number);
    const { hash } = toHeader(block);
    const { uncles } = block as { uncles?: unknown };
    const ommers = listOf("uncles of a block", uncles).map((_, index) =>
      this.#requestOf(node, "eth_getUncleByBlockHashAndIndex", [hash, hex(index)]),
    );
    return { block, receipts: await this.#receipts(hash, node), ommers: await Promise.all(ommers) };
  }

  async #header(method: string, block: string): Promise<Header> {
    const found = await this.#request(method, [block, false]);
    if (found === null || found === undefined) throw new BlockUnknownError(block);
    const header = toHeader(found);
    if (header.parentHash !== ZeroHash || header.number === 0) return header;
    // Hardhat does not compute it for blocks of `hardhat_mine`.
    const before = await this.#request("eth_getBlockByNumber", [hex(header.number - 1), false]);
    if (before === null || before === undefined) throw new BlockUnknownError(header.number - 1);
    return { ...header, parentHash: toHeader(before).hash };
  }

  async #requestOf(node: number, method: string, params: unknown[]): Promise<unknown> {
    return this.#nodes[node]?.send(method, params);
  }

  /** Asks the current node, and the next ones when it fails for a reason that another node may not have. */
  async #request(method: string, params: unknown[]): Promise<unknown> {
    const first = this.#current;
    for (let attempt = 0; ; attempt++) {
      const index = (first + attempt) % this.#nodes.length;
      try {
        const result: unknown = await this.#nodes[index]?.send(method, params);
        if (attempt > 0) this.#current = index;
        return result;
      } catch (error) {
        const isLast = attempt === this.#nodes.length - 1;
        if (isLast || isBlockUnknown(error) || (method === "eth_getLogs" && isTooLarge(error))) throw error;
      }
    }
  }
}

/** @throws InconsistentNodeError when the answer is no list */
function listOf(method: string, answer: unknown): unknown[] {
  if (Array.isArray(answer)) return answer as unknown[];
  throw new InconsistentNodeError(
    `${method}: the node returned ${JSON.stringify(answer ?? null).slice(0, 100)}, not a list`,
  );
}
