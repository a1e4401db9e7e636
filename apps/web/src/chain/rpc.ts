/** JSON-RPC by `fetch`: what the page needs before a wallet or ethers is loaded. */

/** The node did not answer, or answered with an error. */
export class RpcError extends Error {
  override readonly name = "RpcError";
}

/** Milliseconds after which a node counts as down. */
const ANSWER_MS = 10_000;

let id = 0;

/** Asks a node. @throws RpcError */
export async function rpc<Result>(url: string, method: string, params: readonly unknown[] = []): Promise<Result> {
  id += 1;
  let answer: { result?: Result; error?: { message?: string } };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    answer = (await response.json()) as typeof answer;
  } catch (error) {
    throw new RpcError(`${url} does not answer.`, { cause: error });
  }
  if (answer.error !== undefined) throw new RpcError(`${method}: ${answer.error.message ?? "the node gave no reason"}`);
  return answer.result as Result;
}

/** A receipt, as far as the page needs it. */
export interface Receipt {
  blockNumber: number;
  isSuccess: boolean;
}

/** The receipt of a transaction; undefined when it is not mined. @throws RpcError */
export async function receiptOf(url: string, hash: string): Promise<Receipt | undefined> {
  const receipt = await rpc<{ blockNumber: string; status: string } | null>(url, "eth_getTransactionReceipt", [hash]);
  if (receipt === null) return undefined;
  return { blockNumber: Number(receipt.blockNumber), isSuccess: receipt.status === "0x1" };
}

/** How many transactions of an account are mined. @throws RpcError */
export async function nonceOf(url: string, account: string, block: number | "latest" = "latest"): Promise<number> {
  const tag = block === "latest" ? block : `0x${block.toString(16)}`;
  return Number(await rpc<string>(url, "eth_getTransactionCount", [account, tag]));
}

/** Number of the last block. @throws RpcError */
export async function lastBlock(url: string): Promise<number> {
  return Number(await rpc<string>(url, "eth_blockNumber"));
}
