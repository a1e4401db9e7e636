import { findByNonce } from "../chain/findByNonce.ts";
import { lastBlock, receiptOf, rpc } from "../chain/rpc.ts";
import type { Network } from "../config/config.ts";
import { batchPayment, updatePart, type BatchPart, type BatchPayment } from "../store/batchPayment.ts";

/** Finds out what became of parts whose outcome is not known. What is still not known stays as it is. @throws RpcError */
export async function settleParts(network: Network): Promise<void> {
  const batch = batchPayment.get();
  if (batch === null) return;
  for (const part of batch.parts) {
    if (part.state === "asked" || part.state === "sent") await settlePart(part, batch, network);
  }
}

async function settlePart(part: BatchPart, batch: BatchPayment, { rpc: url, deployment }: Network): Promise<void> {
  const { first, hash, nonce = 0, afterBlock = 0 } = part;
  if ((await lastBlock(url)) < afterBlock) {
    // A local chain was started anew: nothing of this can come.
    forgetPart(first);
    return;
  }
  const receipt = hash === undefined ? undefined : await receiptOf(url, hash);
  if (receipt !== undefined) {
    if (receipt.isSuccess) updatePart(first, { state: "paid" });
    else forgetPart(first);
    return;
  }
  const found = await findByNonce(url, batch.account, nonce, afterBlock);
  if (found === undefined) return;
  const other = await receiptOf(url, found);
  if (other === undefined) return;
  const { to, input } = await rpc<{ to: string | null; input: string }>(url, "eth_getTransactionByHash", [found]);
  const isToCoin = to?.toLowerCase() === deployment.contracts.ServiceCoin.address.toLowerCase();
  // The wallet may have sent the same payment with another fee. Anything else has used the nonce: ours can never come.
  if (other.isSuccess && isToCoin && input.toLowerCase().endsWith(packedOf(part, batch)))
    updatePart(first, { state: "paid", hash: found });
  else forgetPart(first);
}

/** How the call of a part ends: the number of its rows, and each with 20 bytes of address and 12 of amount. */
export function packedOf({ first, count }: BatchPart, { rows }: BatchPayment): string {
  const words = rows
    .slice(first, first + count)
    .map(({ to, amount }) => to.slice(2).toLowerCase() + BigInt(amount).toString(16).padStart(24, "0"));
  return count.toString(16).padStart(64, "0") + words.join("");
}

/** Whether a transaction is mined and worked, or may still be mined. @throws RpcError */
export async function mayStillPay(url: string, hash: string): Promise<boolean> {
  const receipt = await receiptOf(url, hash);
  if (receipt !== undefined) return receipt.isSuccess;
  return (await rpc<object | null>(url, "eth_getTransactionByHash", [hash])) !== null;
}

/** A part that nothing can pay any more: its rows are to be paid again. */
export function forgetPart(first: number): void {
  batchPayment.set(
    (batch) =>
      batch && {
        ...batch,
        parts: batch.parts.map((part) =>
          part.first === first ? { first, count: part.count, state: "open" as const } : part,
        ),
      },
  );
}
