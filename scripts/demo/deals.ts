import { ZeroAddress } from "ethers";
import { deliverOrder, draftOrder, draftStream, openOrder, parseScv, type Deal } from "@servicecoin/sdk";
import { reference, send, type Cast, type Gains, type Holder, type Stage } from "./story.js";

/** The hub's fee in the demo, in basis points of each payment. */
export const FEE_BPS = 25n;

export const ONE = parseScv("1");

/** The terms that differ between the deals of the demo. Times are in seconds. */
interface Terms {
  payer: string;
  payee: string;
  price: bigint;
  arbiter?: string;
  deadline?: bigint;
  window?: bigint;
}

/** Drafts an order: a week to deliver, a minute to dispute. */
export async function orderOf({ as }: Stage, name: string, terms: Terms): Promise<Deal> {
  const draft = await draftOrder(as("relayer"), { arbiter: ZeroAddress, window: 60n, ref: reference(name), ...terms });
  return { ...draft, feeBps: FEE_BPS };
}

/** Drafts a stream that starts now, is paid per second and has no end. */
export async function streamOf({ as }: Stage, name: string, { price, ...parties }: Terms): Promise<Deal> {
  const draft = await draftStream(as("relayer"), { perSecond: price, ref: reference(name), ...parties });
  return { ...draft, feeBps: FEE_BPS };
}

/** Pays an order in one transaction, without an allowance (ERC-1363). */
export async function payOrder(stage: Stage, payer: keyof Cast, deal: Deal): Promise<void> {
  await send(stage, openOrder(stage.as(payer), { deal }), () => ({ [payer]: -deal.price, hub: deal.price }));
}

/** Marks an order as delivered, as its payee. No coins move. */
export async function deliver(stage: Stage, payee: keyof Cast, deal: Deal): Promise<void> {
  await send(stage, deliverOrder(stage.as(payee), { deal, proof: reference("proof of delivery") }), () => ({}));
}

/** Returns the hub's fee for a payment, rounded down. */
export function feeOf(amount: bigint): bigint {
  return (amount * FEE_BPS) / 10_000n;
}

/** Returns the balance changes of a payment from the hub. The fee stays in the hub until it is collected. */
export function paid(payee: Holder, amount: bigint): Gains {
  const net = amount - feeOf(amount);
  return { [payee]: net, hub: -net };
}
