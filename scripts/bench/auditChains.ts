import { claimStream, draftOrder, draftStream, openOrder, openStream, releaseOrder, transfer } from "@servicecoin/sdk";
import { parseEther } from "ethers";
import { localAccount } from "../../ignition/localAccounts.js";
import type { World } from "./world.js";

/** A part of a chain to audit. */
export interface Part {
  name: string;
  from: number;
  to: number;
}

/** Empty blocks after the transactions of a round, which are in a block each: one block in ten has one. */
const EMPTY_AFTER = 45;

/** Mines empty blocks, a second apart. */
export function mineEmpty({ node }: World, blocks: number): Promise<unknown> {
  return node.request("anvil_mine", [`0x${blocks.toString(16)}`, "0x1"]);
}

/** Pays ether, in a block for each payment. */
export async function minePayments({ node }: World, payments: number): Promise<void> {
  const [from, to] = (await node.request("eth_accounts")) as string[];
  await node.request("evm_setAutomine", [false]);
  for (let count = 0; count < payments; count++) {
    await node.request("eth_sendTransaction", [{ from, to, value: "0x1" }]);
    await node.request("evm_mine");
  }
  await node.request("evm_setAutomine", [true]);
}

/** Transfers, orders and streams, and between them empty blocks, as where blocks come at fixed times. */
export async function mineDeals(world: World, rounds: number): Promise<void> {
  const { client } = world;
  const payee = localAccount(2).address;
  for (let round = 0; round < rounds; round++) {
    await transfer(client, { to: payee, amount: 5n });
    const order = await draftOrder(client, { payee, price: 1_000n });
    await openOrder(client, { deal: order });
    await releaseOrder(client, { deal: order });
    const stream = await draftStream(client, { payee, perSecond: 1n });
    await openStream(client, { deal: stream, amount: parseEther("0.00001") });
    await mineEmpty(world, 1);
    await claimStream(client, { deal: stream });
    await mineEmpty(world, EMPTY_AFTER - 1);
  }
}

/** Mines and says which blocks came of it. */
export async function part(world: World, name: string, mine: () => Promise<unknown>): Promise<Part> {
  const before = await headOf(world);
  await mine();
  return { name, from: before + 1, to: await headOf(world) };
}

/** The number of the last block. */
export async function headOf({ node }: World): Promise<number> {
  return Number(await node.request("eth_blockNumber"));
}
