import { hexlify } from "ethers";
import * as z from "zod";
import { providerOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { decodeLogs } from "../core/events.js";
import type { IndexSource } from "../core/indexSource.js";
import { address, bytes32, digits } from "../core/indexRows.js";
import { queryLogs } from "../logs/queryLogs.js";

/** A payment with a reference. */
export interface ReferencedPayment {
  from: string;
  to: string;
  /** Base units of SCV. */
  amount: bigint;
  blockNumber: number;
  transactionHash: string;
}

/**
 * Finds the transfers with a reference (the event of ERC-7699), in order. Anyone can write any reference, so check `to`
 * and `amount` too.
 * @param reference 32 bytes, as `transfer` takes them.
 * @throws ServiceCoinError `NoProvider`, `Unreachable`, `InvalidArgument`
 */
export async function findPayments(client: Client, { reference }: { reference: string }): Promise<ReferencedPayment[]> {
  return withErrors(async () => {
    if (client.indexer !== undefined) return findIndexed(client.indexer, reference);
    const { coin, addresses, fromBlock } = client;
    const { topicHash } = coin.interface.getEvent("TransferReference");
    const marks = await queryLogs(coin, [topicHash, reference], fromBlock);
    const payments: ReferencedPayment[] = [];
    for (const { transactionHash, index } of marks) {
      const receipt = await providerOf(client).getTransactionReceipt(transactionHash);
      // The transfer follows its reference immediately.
      const event = decodeLogs(addresses, receipt?.logs.filter((log) => log.index === index + 1) ?? []).at(0);
      if (event?.contract !== "ServiceCoin" || event.name !== "Transfer") continue;
      const { from, to, value: amount } = event.args;
      payments.push({ from, to, amount, blockNumber: event.blockNumber, transactionHash });
    }
    return payments;
  });
}

const TRANSFER = z.object({
  from: address,
  to: address,
  amount: digits,
  block: z.int(),
  transactionHash: bytes32,
});

async function findIndexed(indexer: IndexSource, reference: string): Promise<ReferencedPayment[]> {
  const found = await indexer.list("/transfers", { reference: hexlify(reference) }, TRANSFER);
  // The newest come first.
  return found.reverse().map(({ block: blockNumber, ...payment }) => ({ ...payment, blockNumber }));
}
