import { type JsonRpcProvider, toBeHex, zeroPadValue, type TransactionResponse } from "ethers";
import type { World } from "./world.js";

/** Accounts that receive coins in turn. */
const RECEIVERS = 5_000;

/** Transactions that are sent before their receipts are awaited. */
const IN_FLIGHT = 50;

/** Makes a chain of blocks with transfers: one transaction in each, of the same number of transfers. */
export async function mineTransfers({ client, provider }: World, total: number, perBlock: number): Promise<void> {
  let receiver = 0;
  for (let mined = 0; mined < total;) {
    const sent: Promise<TransactionResponse>[] = [];
    for (let index = 0; index < IN_FLIGHT && mined < total; index++, mined += perBlock) {
      const payouts = Array.from({ length: Math.min(perBlock, total - mined) }, () => {
        receiver = (receiver + 7919) % RECEIVERS;
        return zeroPadValue(toBeHex(0x1000 + receiver), 20) + toBeHex(1, 12).slice(2);
      });
      sent.push(client.coin.transferBatch(payouts, { gasLimit: 21_000 + 60_000 * payouts.length }));
    }
    await Promise.all(sent);
    await mineAll(provider);
  }
}

/** Anvil mines a block as a transaction comes; what does not fit into it stays until the next one comes. */
async function mineAll(provider: JsonRpcProvider): Promise<void> {
  for (;;) {
    const { pending } = (await provider.send("txpool_status", [])) as { pending: string };
    if (BigInt(pending) === 0n) return;
    await provider.send("evm_mine", []);
  }
}
