import type { Client } from "@servicecoin/sdk";
import { INTERFACES, isRevert } from "@servicecoin/sdk/internal";
import { BlockUnknownError, Chain, type Node } from "../chain/chain.js";
import { hex } from "../chain/rpc.js";
import type { Reader } from "../query/reader.js";
import type { TableName } from "../store/schema.js";
import type { Cursor } from "../store/store.js";
import type { Question } from "./rowQuestion.js";
import { questionsOf } from "./questions.js";

/** A column of a row that is not what the contract says. */
export interface Difference {
  table: TableName;
  /** Key of the row; `total` for what sums up all rows. */
  key: string;
  column: string;
  indexed: string;
  onChain: string;
}

/** What a comparison found. */
export interface VerifiedIndex {
  /** The block at which both were read. */
  cursor: Cursor;
  /** How many rows of each table were compared. A row counts once for each call. */
  compared: Partial<Record<TableName, number>>;
  differences: Difference[];
}

/** How to compare. */
export interface VerifyOptions {
  /** Called after each call to the chain. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** Calls at once. Default: 32. */
  concurrency?: number | undefined;
}

/** Why an index cannot be compared with the chain. */
export class VerifyError extends Error {
  override readonly name = "VerifyError";
}

/**
 * Compares an index with the contracts at the block that is indexed: every balance, voter, deal, mandate, tally,
 * service, rating, payout account and loan, and the sums that show missing rows. The rows are held in memory; the index
 * can be written meanwhile.
 * @param node Must have the state of the indexed block: an archive node, unless the block is one of the last 128.
 * @throws VerifyError when nothing is indexed, when the node is on another chain or has no state of the block; the
 * node's errors
 */
export async function verifyIndex(
  reader: Reader,
  { addresses }: Pick<Client, "addresses">,
  node: Node,
  { onProgress = () => undefined, concurrency = 32 }: VerifyOptions = {},
): Promise<VerifiedIndex> {
  const { cursor, questions } = await reader.read(async (db, info) => {
    return { cursor: info.cursor, questions: await questionsOf(db, addresses) };
  });
  if (cursor === undefined) throw new VerifyError("No block is indexed yet");
  await checkBlock(node, cursor);
  const compared: VerifiedIndex["compared"] = {};
  const found: Difference[][] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < questions.length; index = next++) {
      const question = questions[index] as Question;
      found[index] = differencesOf(question, await ask(node, addresses, question, cursor.block));
      compared[question.table] = (compared[question.table] ?? 0) + 1;
      onProgress(++done, questions.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  // The block may have been replaced while it was asked for.
  await checkBlock(node, cursor);
  return { cursor, compared, differences: found.flat() };
}

/** @throws VerifyError when the node has another block there, or none */
async function checkBlock(node: Node, { block, hash }: Cursor): Promise<void> {
  let actual: string;
  try {
    actual = (await new Chain([node], []).header(block)).hash;
  } catch (error) {
    if (!(error instanceof BlockUnknownError)) throw error;
    throw new VerifyError(`The node does not have block ${block} (${hash}), up to which is indexed`, { cause: error });
  }
  if (actual === hash) return;
  throw new VerifyError(`Block ${block} is ${actual} on the node, but ${hash} in the index. Let the indexer catch up`);
}

type Answer = Readonly<Record<string, bigint | string>> | undefined;

/** What a contract says of a row; undefined when it says that there is no such thing. */
async function ask(
  node: Node,
  addresses: Client["addresses"],
  { contract, method, args, read }: Question,
  block: number,
): Promise<Answer> {
  const abi = INTERFACES[contract];
  const call = { to: addresses[contract], data: abi.encodeFunctionData(method, args) };
  let data: unknown;
  try {
    data = await node.send("eth_call", [call, hex(block)]);
  } catch (error) {
    if (isReverted(error)) return undefined;
    if (!HAS_NO_STATE.test((error as Error).message)) throw error;
    throw new VerifyError(
      `The node has no state of block ${block}: ${(error as Error).message}. Use an archive node, or verify an index ` +
        "that is up to date",
      { cause: error },
    );
  }
  return read(abi.decodeFunctionResult(method, data as string));
}

/** How nodes say that they have forgotten the state of a block. */
const HAS_NO_STATE = /missing trie node|state .*(not available|unavailable|pruned|missing)|pruned|archive|historical/i;

/** EIP-1474 has no code for a revert; nodes use 3, or say it. */
function isReverted(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return isRevert(error) || code === 3 || /revert/i.test(String(message));
}

function differencesOf({ table, key, indexed }: Question, answer: Answer): Difference[] {
  return Object.entries(indexed).flatMap(([column, value]) => {
    const onChain = answer?.[column];
    if (onChain === value) return [];
    return [
      { table, key, column, indexed: String(value), onChain: onChain === undefined ? "nothing" : String(onChain) },
    ];
  });
}
