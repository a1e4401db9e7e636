import { ZeroAddress } from "ethers";
import { deliverOrder, draftOrder, draftStream, openOrder, parseScv, type Deal } from "../../packages/sdk/src/index.js";
import { reference, send, type Cast, type Gains, type Holder, type Stage } from "./story.js";

/** What the DAO of the demo asks, in basis points of what a payee gets. */
export const FEE_BPS = 25n;

export const ONE = parseScv("1");

/** What a chapter says of a deal; the rest is the same for all. Times are in seconds. */
interface Agreed {
  payer: string;
  payee: string;
  price: bigint;
  arbiter?: string;
  deadline?: bigint;
  window?: bigint;
}

/** An order that is to be delivered within a week, with a minute to dispute. */
export async function orderOf({ as }: Stage, name: string, agreed: Agreed): Promise<Deal> {
  const draft = await draftOrder(as("relayer"), { arbiter: ZeroAddress, window: 60n, ref: reference(name), ...agreed });
  return { ...draft, feeBps: FEE_BPS };
}

/** A stream per second without an end, from now on. */
export async function streamOf({ as }: Stage, name: string, { price, ...parties }: Agreed): Promise<Deal> {
  const draft = await draftStream(as("relayer"), { perSecond: price, ref: reference(name), ...parties });
  return { ...draft, feeBps: FEE_BPS };
}

/** Pays an order with one transaction, and no allowance (ERC-1363). */
export async function payOrder(stage: Stage, payer: keyof Cast, deal: Deal): Promise<void> {
  await send(stage, openOrder(stage.as(payer), { deal }), () => ({ [payer]: -deal.price, hub: deal.price }));
}

/** The payee says that an order is delivered. No coin moves. */
export async function deliver(stage: Stage, payee: keyof Cast, deal: Deal): Promise<void> {
  await send(stage, deliverOrder(stage.as(payee), { deal, proof: reference("proof of delivery") }), () => ({}));
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
