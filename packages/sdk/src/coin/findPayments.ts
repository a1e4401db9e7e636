import { providerOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { decodeLogs } from "../core/events.js";
import { readLogs } from "../logs.js";

/** A payment that carries a reference. */
export interface ReferencedPayment {
  from: string;
  to: string;
  /** Base units of SCV. */
  amount: bigint;
  blockNumber: number;
  transactionHash: string;
}

/**
 * The transfers with a reference (ERC-7699's event), in order. Anybody can write any reference, so look at `to` and `amount` too.
 * @param reference 32 bytes, as `transferWithReference` takes them.
 * @throws ServiceCoinError `NoProvider`, `Unreachable`, `InvalidArgument`
 */
export async function findPayments(client: Client, { reference }: { reference: string }): Promise<ReferencedPayment[]> {
  return withErrors(async () => {
    const { coin, addresses, fromBlock } = client;
    const { topicHash } = coin.interface.getEvent("TransferReference");
    const marks = await readLogs(coin, [topicHash, reference], fromBlock);
    const payments: ReferencedPayment[] = [];
    for (const { transactionHash, index } of marks) {
      const receipt = await providerOf(client).getTransactionReceipt(transactionHash);
      // The transfer comes right after its reference.
      const event = decodeLogs(addresses, receipt?.logs.filter((log) => log.index === index + 1) ?? []).at(0);
      if (event?.contract !== "ServiceCoin" || event.name !== "Transfer") continue;
      const { from, to, value: amount } = event.args;
      payments.push({ from, to, amount, blockNumber: event.blockNumber, transactionHash });
    }
    return payments;
  });
}
