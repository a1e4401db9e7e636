import type { ArtifactResolver } from "@nomicfoundation/ignition-core";
import { wipe } from "@nomicfoundation/ignition-core";
import { setTimeout } from "node:timers/promises";
import type { Connection } from "./chain.js";
import { OperatorError } from "./errors.js";
import type { Interaction } from "./journal.js";
import { failedFutures, interactionsOf, readJournal, recordSent, removeTimeouts, repairAddresses } from "./journal.js";
import type { Log } from "./log.js";

const POLL_MS = 2_000;
const MAX_WAIT_MS = 10 * 60_000;

/** A transaction as the node returns it. */
interface SentTransaction {
  hash: string;
  from: string;
  to: string | null;
  input: string;
  nonce: string;
  gasPrice?: string;
  maxFeePerGas?: string;
  maxPriorityFeePerGas?: string;
}

/**
 * Repairs the journal of a killed deployment, so that Ignition continues and never sends a transaction twice.
 *
 * Ignition records the nonce, sends the transaction, and records its hash. If it is killed in between, it does not
 * continue until it is given the hash. The chain shows which of three cases applies: the nonce was used by our
 * transaction (record its hash), by another one (ours can never be mined, so repeat the step), or it is unused.
 * @returns The nonce that the next transaction must use, if its step is repeated with an unused nonce.
 */
export async function recover(
  connection: Connection,
  directory: string,
  artifactResolver: ArtifactResolver,
  log: Log,
): Promise<number | undefined> {
  await repairAddresses(directory);
  const lines = await readJournal(directory);
  await removeTimeouts(directory, lines);
  for (const futureId of failedFutures(lines)) await wipe(directory, artifactResolver, futureId);

  let unused: number | undefined;
  for (const interaction of interactionsOf(await readJournal(directory))) {
    const { futureId, nonce, hashes, confirmed } = interaction;
    if (nonce === undefined || confirmed !== undefined) continue;
    if (await isKnown(connection, hashes)) continue;

    const sent = await findByNonce(connection, interaction.from, nonce, log);
    if (sent !== undefined && isSame(sent, interaction)) {
      log(`Found the transaction that was sent but not recorded: ${sent.hash}`);
      await recordSent(directory, interaction, { hash: sent.hash, fees: feesOf(sent) });
    } else if (hashes.length === 0) {
      await wipe(directory, artifactResolver, futureId);
      if (sent === undefined) unused = nonce;
    }
  }
  return unused;
}

async function isKnown({ provider }: Connection, hashes: readonly string[]): Promise<boolean> {
  for (const hash of hashes) {
    if ((await provider.request({ method: "eth_getTransactionByHash", params: [hash] })) !== null) return true;
  }
  return false;
}

/** Finds the mined transaction of a sender by its nonce. Undefined if the nonce is unused. Waits for a pending one. */
async function findByNonce(
  connection: Connection,
  sender: string,
  nonce: number,
  log: Log,
): Promise<SentTransaction | undefined> {
  const { provider } = connection.ethers;
  const giveUpAt = Date.now() + MAX_WAIT_MS;
  while ((await provider.getTransactionCount(sender, "latest")) <= nonce) {
    if ((await provider.getTransactionCount(sender, "pending")) <= nonce) return undefined;
    if (Date.now() > giveUpAt) {
      throw new OperatorError(
        `The transaction of ${sender} with nonce ${nonce} has been pending for ten minutes: ` +
          "run again when it is mined.",
      );
    }
    log(`Waiting for the transaction of ${sender} with nonce ${nonce} to be mined.`);
    await setTimeout(POLL_MS);
  }
  return readByNonce(connection, sender, nonce);
}

/** Searches backwards in growing steps: the transaction is recent, and many nodes prune old account states. */
async function readByNonce(
  connection: Connection,
  sender: string,
  nonce: number,
): Promise<SentTransaction | undefined> {
  const { provider } = connection.ethers;
  const isUsedAt = async (block: number) => (await provider.getTransactionCount(sender, block)) > nonce;
  try {
    let used = await provider.getBlockNumber();
    let unused = 0;
    for (let step = 1; used - step > 0; step *= 2) {
      if (!(await isUsedAt(used - step))) {
        unused = used - step;
        break;
      }
      used -= step;
    }
    while (used - unused > 1) {
      const middle = Math.floor((used + unused) / 2);
      if (await isUsedAt(middle)) used = middle;
      else unused = middle;
    }
    const params = [`0x${used.toString(16)}`, true];
    const block = (await connection.provider.request({ method: "eth_getBlockByNumber", params })) as {
      transactions: SentTransaction[];
    };
    return block.transactions.find((sent) => isFrom(sent, sender) && Number(sent.nonce) === nonce);
  } catch (error) {
    throw new OperatorError(
      `The node does not return the transaction of ${sender} with nonce ${nonce}: ` +
        "look up its hash in a block explorer and run " +
        `"npx hardhat ignition track-tx <hash> chain-<id> --network ${connection.networkName}".`,
      { cause: error },
    );
  }
}

function isFrom(sent: SentTransaction, sender: string): boolean {
  return sent.from.toLowerCase() === sender.toLowerCase();
}

function isSame(sent: SentTransaction, { to, data }: Interaction): boolean {
  return (sent.to ?? "").toLowerCase() === (to ?? "").toLowerCase() && sent.input === data;
}

function feesOf({ maxFeePerGas, maxPriorityFeePerGas, gasPrice = "0x0" }: SentTransaction): Record<string, bigint> {
  return maxFeePerGas === undefined || maxPriorityFeePerGas === undefined
    ? { gasPrice: BigInt(gasPrice) }
    : { maxFeePerGas: BigInt(maxFeePerGas), maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas) };
}
