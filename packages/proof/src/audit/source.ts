import { hex, listOf, objectOf, textOf } from "../block/fields.js";
import { ProofError } from "../errors.js";

/** A question to a node. */
export interface Call {
  method: string;
  params: readonly unknown[];
}

/** Where blocks come from: a node that answers many calls at once. */
export interface Source {
  /** Answers in the order of the calls; an error of the node is an answer. @throws ProofError `Unreachable` */
  ask(calls: readonly Call[]): Promise<readonly Answer[]>;
}

/** A result, or what the node says that is wrong. */
export type Answer = { result: unknown } | { refusal: string };

/** Milliseconds after which a node that is silent is given up. */
const TIMEOUT = 30_000;

/** A node at a URL, asked in JSON-RPC batches. */
export class HttpSource implements Source {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async ask(calls: readonly Call[]): Promise<readonly Answer[]> {
    if (calls.length === 0) return [];
    const body = JSON.stringify(calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call })));
    const answers = listOf(await this.#post(body), "answer").map((one) => objectOf(one, "answer"));
    const byId = new Map(answers.map((answer) => [answer["id"], answer]));
    return calls.map(({ method }, id) => {
      const answer = byId.get(id);
      if (answer === undefined) throw new ProofError("Unreachable", method, undefined, "no answer in the batch");
      const { error, result } = answer;
      return error === undefined ? { result } : { refusal: textOf(objectOf(error, "error")["message"]) };
    });
  }

  async #post(body: string): Promise<unknown> {
    try {
      const headers = { "content-type": "application/json" };
      const response = await fetch(this.#url, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT) });
      return await response.json();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProofError("Unreachable", "a batch of requests", undefined, reason, error);
    }
  }
}

/** One call. @throws ProofError `Unreachable` when the node refuses it */
export async function askOne(source: Source, method: string, ...params: unknown[]): Promise<unknown> {
  const [answer] = await source.ask([{ method, params }]);
  return resultOf(answer, method);
}

/** @throws ProofError `Unreachable` when the node refused the call */
export function resultOf(answer: Answer | undefined, method: string): unknown {
  if (answer === undefined) throw new ProofError("Unreachable", method, undefined, "no answer");
  if ("refusal" in answer) throw new ProofError("Unreachable", method, undefined, answer.refusal);
  return answer.result;
}

/** A block, the receipts of its transactions, and its ommers, as the node tells them. */
export interface ToldBlock {
  block: unknown;
  receipts: readonly unknown[];
  ommers: readonly unknown[];
}

/** Reads blocks with their receipts, in two batches. @throws ProofError `NotFound`, `Unreachable`, `Malformed` */
export async function readBlocks(source: Source, from: number, to: number): Promise<ToldBlock[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const method = "eth_getBlockByNumber";
  const answers = await source.ask(numbers.map((number) => ({ method, params: [hex(number), true] })));
  const blocks = numbers.map((number, index) => {
    const block = resultOf(answers[index], method);
    if (block === null) throw new ProofError("NotFound", `block ${number}`, undefined, undefined);
    return objectOf(block, `block ${number}`);
  });
  const calls = blocks.map((block): { receipts: Call[]; ommers: Call[] } => ({
    receipts: listOf(block["transactions"], "block.transactions").map((one) => ({
      method: "eth_getTransactionReceipt",
      params: [objectOf(one, "transaction")["hash"]],
    })),
    ommers: listOf(block["uncles"], "block.uncles").map((_, index) => ({
      method: "eth_getUncleByBlockHashAndIndex",
      params: [block["hash"], hex(index)],
    })),
  }));
  const more = await source.ask(calls.flatMap(({ receipts, ommers }) => [...receipts, ...ommers]));
  let taken = 0;
  const take = (those: readonly Call[]) => those.map(({ method: name }) => resultOf(more[taken++], name));
  return calls.map(({ receipts, ommers }, index) => ({
    block: blocks[index],
    receipts: take(receipts),
    ommers: take(ommers),
  }));
}
