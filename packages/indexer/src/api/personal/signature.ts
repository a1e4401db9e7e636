import { Interface } from "ethers";
import type { Node } from "../../chain/chain.js";
import { personalProblem } from "./problems.js";

const ERC1271 = new Interface(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);

/** What a wallet answers when it accepts (ERC-1271), as a whole word: anything else is a no. */
const MAGIC = `0x1626ba7e${"0".repeat(56)}`;

/** Enough for a signature of a passkey that is checked in Solidity; a stranger's code gets no more of the node. */
const GAS = 3_000_000;

/** Milliseconds in which a node answers. */
const ANSWER_MS = 10_000;

/**
 * Asks a smart wallet whether it accepts a signature (ERC-1271).
 * @throws Problem `node-unavailable` when no node answers
 */
export async function isAcceptedByWallet(
  nodes: readonly Node[],
  wallet: string,
  hash: string,
  signature: string,
): Promise<boolean> {
  const data = ERC1271.encodeFunctionData("isValidSignature", [hash, signature]);
  const params = [{ to: wallet, data, gas: `0x${GAS.toString(16)}` }, "latest"];
  for (const node of nodes) {
    try {
      return (await answerOf(node, params)) === MAGIC;
    } catch (error) {
      if (isOfWallet(error)) return false;
    }
  }
  const detail = "No node answers whether the account's smart wallet accepts the signature. Retry later.";
  throw personalProblem("node-unavailable", detail, {}, { "Retry-After": "5" });
}

async function answerOf(node: Node, params: unknown[]): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ANSWER_MS} ms`));
    }, ANSWER_MS);
  });
  const answer = node.send("eth_call", params);
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** JSON-RPC error code of a call that reverted. */
const REVERTED = 3;

/** Whether the wallet refused, and not the node. */
function isOfWallet(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    code === REVERTED ||
    /revert|out of gas|invalid opcode|stack (?:over|under)flow|invalid jump|execution aborted/i.test(String(message))
  );
}
