import { lastBlock, nonceOf, rpc } from "./rpc.ts";

interface BlockWithTransactions {
  transactions: { hash: string; from: string; nonce: string }[];
}

/**
 * Finds the mined transaction of an account with this nonce, after a block: what became of one whose hash is not known,
 * or that the wallet replaced. Halves the blocks, so it takes few requests however far back it is.
 * @returns Its hash; undefined when no transaction with this nonce is mined
 * @throws RpcError
 */
export async function findByNonce(
  url: string,
  account: string,
  nonce: number,
  afterBlock: number,
): Promise<string | undefined> {
  let high = await lastBlock(url);
  if ((await nonceOf(url, account, high)) <= nonce) return undefined;
  let low = Math.min(afterBlock, high);
  if ((await nonceOf(url, account, low)) > nonce) low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((await nonceOf(url, account, middle)) > nonce) high = middle;
    else low = middle;
  }
  const block = await rpc<BlockWithTransactions | null>(url, "eth_getBlockByNumber", [`0x${high.toString(16)}`, true]);
  const isIt = (one: { from: string; nonce: string }) =>
    one.from.toLowerCase() === account.toLowerCase() && Number(one.nonce) === nonce;
  return block?.transactions.find(isIt)?.hash;
}
