import { findByNonce } from "../chain/findByNonce.ts";
import { networkIdOf } from "../chain/networkId.ts";
import { lastBlock, receiptOf } from "../chain/rpc.ts";
import type { Network } from "../config/config.ts";
import { seeBlock } from "../store/seen.ts";
import { outbox, removeOutgoing, updateOutgoing, type Outgoing } from "./outbox.ts";
import { forgetSignature, signedOutbox } from "./signedOutbox.ts";

/** Milliseconds between two looks. */
const EVERY = 2_000;

/** Transactions that the open dialog watches by itself. */
const watched = new Set<string>();

/** Leaves a transaction to the dialog that sent it. @returns Gives it back */
export function watchMyself(id: string): () => void {
  watched.add(id);
  return () => watched.delete(id);
}

/**
 * Finds out what became of transactions whose dialog is gone: after a reload, or when the user closed it.
 * @returns Ends it
 */
export function recoverOutgoing(network: Network): () => void {
  let isEnded = false;
  forgetOldChains(network);
  const look = async () => {
    const open = outbox.get().filter(({ id, networkId, state }) => {
      return networkId === networkIdOf(network) && !watched.has(id) && (state === "asked" || state === "sent");
    });
    for (const outgoing of open) {
      // The node may be down for a while.
      await recover(network, outgoing).catch(() => undefined);
    }
    if (!isEnded) setTimeout(() => void look(), EVERY);
  };
  void look();
  return () => {
    isEnded = true;
  };
}

/** A local chain begins anew with each start: nothing comes any more of what was sent to one before. */
function forgetOldChains(network: Network): void {
  if (network.local === undefined) return;
  const id = networkIdOf(network);
  const isOld = (other: string) => other !== id && other.startsWith(`${network.deployment.chainId}.`);
  for (const { id: old, networkId } of outbox.get()) if (isOld(networkId)) removeOutgoing(old);
  for (const { id: old, networkId } of signedOutbox.get()) if (isOld(networkId)) forgetSignature(old);
}

async function recover(network: Network, outgoing: Outgoing): Promise<void> {
  const { id, hash, account, nonce, afterBlock } = outgoing;
  if ((await lastBlock(network.rpc)) < afterBlock) {
    // The chain is shorter than it was: a local chain was started anew, and nothing of this can come.
    removeOutgoing(id);
    return;
  }
  const receipt = hash === undefined ? undefined : await receiptOf(network.rpc, hash);
  if (receipt !== undefined) {
    settle(network, outgoing, receipt.blockNumber, receipt.isSuccess ? "confirmed" : "failed");
    return;
  }
  const found = await findByNonce(network.rpc, account, nonce, afterBlock);
  if (found === undefined) return;
  const other = await receiptOf(network.rpc, found);
  if (other === undefined) return;
  // Without a hash nothing tells it from another transaction, but the account has used the nonce that it was asked for.
  const state = !other.isSuccess ? "failed" : hash === undefined ? "confirmed" : "replaced";
  updateOutgoing(id, { hash: found });
  settle(network, outgoing, other.blockNumber, state);
}

function settle(network: Network, { id }: Outgoing, block: number, state: Outgoing["state"]): void {
  seeBlock(networkIdOf(network), block);
  updateOutgoing(id, { state });
}
