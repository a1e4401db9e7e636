import * as z from "zod";
import { sleep } from "../logs/wait.js";
import { isServiceCoinError, ServiceCoinError } from "./errors.js";

/** Milliseconds for an answer. The API itself waits up to 10 seconds for a block. */
const TIMEOUT = 30_000;

/** Rows per request. */
const PAGE_SIZE = 200;

/** The block that an answer of an indexer is of. */
export interface IndexedBlock {
  block: number;
  hash: string;
  /** In seconds since 1970. */
  time: bigint;
  /** Whether the chain can no longer replace the block. */
  isFinal: boolean;
  /** Why the index is not up to date; undefined when it is. */
  reason: string | undefined;
}

/** A system, by its chain and its contracts. */
interface System {
  chainId: bigint;
  addresses: Readonly<Record<string, string>>;
}

/** A query of the API. What is undefined is left out. */
export type IndexQuery = Readonly<Record<string, string | number | bigint | boolean | undefined>>;

const ENVELOPE = z.object({
  data: z.unknown(),
  asOfBlock: z.int().nonnegative(),
  blockHash: z.string(),
  time: z.int().nonnegative(),
  finalized: z.boolean(),
  reason: z.string().optional(),
  next: z.string().optional(),
});

/** How often a request is sent that came too soon, and the most seconds between two of them. */
const ATTEMPTS = 5;
const MAX_PAUSE = 30;

/** What the index is of. */
const STATUS = z.object({ chainId: z.int(), addresses: z.record(z.string(), z.string()) });

const PROBLEM = z.object({ detail: z.string(), asOfBlock: z.int().optional() });

/**
 * The API of an indexer (`@servicecoin/indexer`), from which lists and searches are read. Its operator is trusted for
 * what it lists: `readDeal`, `readService` and all other reads of one thing still ask the chain.
 */
export class IndexSource {
  /** URL of the API, without a slash at its end. */
  readonly url: string;
  readonly #system: System;
  #checked: Promise<void> | undefined;
  #minBlock = 0;
  #answered: IndexedBlock | undefined;

  /**
   * @param url Base URL of the API.
   * @param system What it must be an index of.
   * @throws ServiceCoinError `InvalidArgument`
   */
  constructor(url: string, system: System) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new ServiceCoinError("InvalidArgument", { argument: "indexer", value: url });
    }
    this.url = url.replace(/\/+$/, "");
    this.#system = system;
  }

  /** The block that the last answer was of; undefined before the first. */
  get answered(): IndexedBlock | undefined {
    return this.#answered;
  }

  /** Lets all later answers be of this block or a later one. Actions call it with the block of their transaction. */
  waitFor(block: number): void {
    this.#minBlock = Math.max(this.#minBlock, block);
  }

  /**
   * Reads one thing.
   * @throws ServiceCoinError `IndexerUnreachable`, `IndexerBehind`, `IndexerRefused`, `IndexerInvalid`
   */
  async read<Data>(path: string, query: IndexQuery, data: z.ZodType<Data>): Promise<Data> {
    await this.#check();
    return (await this.#request(path, query, data)).data;
  }

  /** Reads one thing; undefined when the index has none. @throws as `read` */
  async find<Data>(path: string, data: z.ZodType<Data>): Promise<Data | undefined> {
    try {
      return await this.read(path, {}, data);
    } catch (error) {
      if (isServiceCoinError(error, "IndexerRefused") && error.args.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * Reads a list, page by page.
   * @param item Form of one row.
   * @param limit Most rows. Default: all.
   * @throws as `read`
   */
  async list<Item>(path: string, query: IndexQuery, item: z.ZodType<Item>, limit = Infinity): Promise<Item[]> {
    await this.#check();
    const items: Item[] = [];
    let cursor: string | undefined;
    while (items.length < limit) {
      const wanted = Math.min(PAGE_SIZE, limit - items.length);
      const page = await this.#request(path, { ...query, limit: wanted, cursor }, z.array(item));
      items.push(...page.data);
      if (page.next === undefined || page.data.length === 0) break;
      cursor = page.next;
    }
    return items;
  }

  /**
   * Reads a list as it comes: each page with the block that it is of, also a page without rows.
   * @param item Form of one row.
   * @throws as `read`; the signal's reason when aborted
   */
  async *pages<Item>(
    path: string,
    query: IndexQuery,
    item: z.ZodType<Item>,
    signal?: AbortSignal,
  ): AsyncGenerator<{ items: Item[]; block: number; isLast: boolean }> {
    await this.#check();
    let cursor: string | undefined;
    do {
      const page = await this.#request(path, { ...query, limit: PAGE_SIZE, cursor }, z.array(item), signal);
      cursor = page.next;
      yield { items: page.data, block: page.block, isLast: cursor === undefined };
    } while (cursor !== undefined);
  }

  /** Asks once whether this is the index of our system. @throws ServiceCoinError `WrongIndex` */
  #check(): Promise<void> {
    this.#checked ??= this.#compare().catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return this.#checked;
  }

  async #compare(): Promise<void> {
    const { url } = this;
    const { data } = await this.#request("/status", {}, STATUS);
    const chainId = String(this.#system.chainId);
    if (String(data.chainId) !== chainId) {
      throw new ServiceCoinError("WrongIndex", { url, what: "chain", expected: chainId, actual: String(data.chainId) });
    }
    for (const [what, expected] of Object.entries(this.#system.addresses)) {
      const actual = data.addresses[what] ?? "missing";
      if (actual.toLowerCase() !== expected.toLowerCase()) {
        throw new ServiceCoinError("WrongIndex", { url, what, expected, actual });
      }
    }
  }

  async #request<Data>(path: string, query: IndexQuery, data: z.ZodType<Data>, signal?: AbortSignal) {
    const url = new URL(this.url + path);
    const minBlock = Math.max(this.#minBlock, Number(query["minBlock"] ?? 0));
    for (const [name, value] of Object.entries({ ...query, minBlock: minBlock === 0 ? undefined : minBlock })) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const response = await this.#fetchInTurn(url, signal);
    const body = await jsonOf(response);
    if (!response.ok) throw this.#refusal(path, response.status, body, minBlock);
    const parsed = ENVELOPE.extend({ data }).safeParse(body);
    if (!parsed.success) {
      const message = z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" ");
      throw new ServiceCoinError("IndexerInvalid", { url: this.url, path, message }, parsed.error);
    }
    const { asOfBlock: block, blockHash: hash, time, finalized: isFinal, reason, next } = parsed.data;
    this.#answered = { block, hash, time: BigInt(time), isFinal, reason };
    return { data: parsed.data.data, next, block };
  }

  /** Asks again when there were too many requests: a long list takes more of them than are allowed in a second. */
  async #fetchInTurn(url: URL, signal?: AbortSignal): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(url, signal);
      if (response.status !== 429 || attempt === ATTEMPTS) return response;
      await sleep(1_000 * Math.min(MAX_PAUSE, Number(response.headers.get("retry-after") ?? 1) || 1), signal);
      signal?.throwIfAborted();
    }
  }

  async #fetch(url: URL, signal?: AbortSignal): Promise<Response> {
    try {
      const limit = AbortSignal.timeout(TIMEOUT);
      const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
      return await fetch(url, { headers: { accept: "application/json" }, signal: either });
    } catch (error) {
      signal?.throwIfAborted();
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      throw new ServiceCoinError("IndexerUnreachable", { url: this.url, message: reason }, error);
    }
  }

  #refusal(path: string, status: number, body: unknown, wanted: number): ServiceCoinError {
    const { detail = `status ${status}`, asOfBlock } = PROBLEM.partial().safeParse(body).data ?? {};
    const { url } = this;
    return status === 503 && asOfBlock !== undefined && asOfBlock < wanted
      ? new ServiceCoinError("IndexerBehind", { url, block: asOfBlock, wanted })
      : new ServiceCoinError("IndexerRefused", { url, path, status, detail });
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
