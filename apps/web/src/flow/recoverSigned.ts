import { networkIdOf } from "../chain/networkId.ts";
import { lastBlock } from "../chain/rpc.ts";
import type { Network } from "../config/config.ts";
import { seeBlock } from "../store/seen.ts";
import { readSigned } from "../ui/signedText.ts";
import { forgetSignature, signedOutbox, updateSignature, type KeptSignature } from "./signedOutbox.ts";

/** Milliseconds between two looks. */
const EVERY = 3_000;

/** Finds out what became of what the user signed and others may send. @returns Ends it */
export function recoverSigned(network: Network): () => void {
  let isEnded = false;
  const look = async () => {
    const open = signedOutbox
      .get()
      .filter(({ networkId, state }) => networkId === networkIdOf(network) && state === "signed");
    for (const kept of open) {
      // The node may be down for a while.
      await recover(network, kept).catch(() => undefined);
    }
    if (!isEnded) setTimeout(() => void look(), EVERY);
  };
  void look();
  return () => {
    isEnded = true;
  };
}

async function recover(network: Network, { id, text }: KeptSignature): Promise<void> {
  const message = readSigned(text);
  if (message === undefined) {
    forgetSignature(id);
    return;
  }
  // With ethers and the SDK, which a page without any of this never needs.
  const [{ outcomeOf }, { readClient }] = await Promise.all([import("./signedState.ts"), import("../chain/client.ts")]);
  const outcome = await outcomeOf(await readClient(network), message);
  if (outcome === undefined) return;
  // Lists wait for it.
  if (outcome === "used") seeBlock(networkIdOf(network), await lastBlock(network.rpc));
  updateSignature(id, outcome);
}
