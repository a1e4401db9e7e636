import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { parseEther, ZeroAddress } from "ethers";
import { encodeDeal, toDeal, type Deal } from "../../src/sdk/deals.js";
import { timeOf } from "../lib/clock.js";
import { reference, send, type Cast, type Gains, type Holder, type Stage } from "./story.js";

/** What the DAO of the demo asks, in basis points of what a payee gets. */
export const FEE_BPS = 25n;

export const ONE = parseEther("1");

const WEEK = 7n * 86_400n;

/** What a chapter says of a deal; the rest is the same for all. */
type Agreed = Pick<Deal, "payer" | "payee" | "price"> & Partial<Deal>;

/** An order that is to be delivered within a week, with a minute to dispute. */
export async function orderOf({ connection }: Stage, name: string, agreed: Agreed): Promise<Deal> {
  const deadline = (await timeOf(connection)) + WEEK;
  const rest = { arbiter: ZeroAddress, period: 0n, start: 0n, deadline, window: 60n, feeBps: FEE_BPS };
  return { ...rest, ref: reference(name), ...agreed };
}

/** A stream per second without an end, from now on. */
export async function streamOf({ connection }: Stage, name: string, agreed: Agreed): Promise<Deal> {
  const start = await timeOf(connection);
  const rest = { arbiter: ZeroAddress, period: 1n, start, deadline: 0n, window: 0n, feeBps: FEE_BPS };
  return { ...rest, ref: reference(name), ...agreed };
}

/** Pays an order with one transaction, and no allowance (ERC-1363). */
export async function payOrder(stage: Stage, payer: keyof Cast, deal: Deal, quote?: string): Promise<void> {
  const { coin, hub } = stage.system;
  const { price } = deal;
  const pay = coin.connect(stage.cast[payer])["transferAndCall(address,uint256,bytes)"];
  await send(stage, pay(hub, price, encodeDeal(deal, quote)), () => ({ [payer]: -price, hub: price }));
}

/** The payee says that an order is delivered. No coin moves. */
export async function deliver(stage: Stage, payee: HardhatEthersSigner, deal: Deal): Promise<void> {
  const proof = reference("proof of delivery");
  await send(stage, stage.system.hub.connect(payee).deliver(toDeal(deal), proof), () => ({}));
}

/** The hub's fee of a payment, rounded down. */
export function feeOf(amount: bigint): bigint {
  return (amount * FEE_BPS) / 10_000n;
}

/** What a payment out of the hub changes: the fee stays there until it is collected. */
export function paid(payee: Holder, amount: bigint): Gains {
  const net = amount - feeOf(amount);
  return { [payee]: net, hub: -net };
}
