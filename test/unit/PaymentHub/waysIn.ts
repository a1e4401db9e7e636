import { expect } from "chai";
import { parseEther, TypedDataEncoder, type ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { balancesAt } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { authorizationOf } from "../../fixtures/coin.js";
import { dealData, packed, type Deal } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  hubFixture,
  MAX_UINT256,
  MAX_UINT96,
  orderOf,
  streamOf,
  subscriptionOf,
  transferAndOpen,
  type HubSystem,
} from "../../fixtures/hub.js";
import { domainOf, receiveAuthorizationData, sign, type Authorization } from "../../fixtures/signatures.js";
import { DAY } from "../../fixtures/system.js";

/** A time that no test reaches. */
export const NEVER = 2n ** 40n - 1n;

/** A way to bring the payer's coins into the hub. `openSigned` takes what the terms say, whatever the amount. */
export type Way = (system: HubSystem, deal: Deal, amount: bigint) => Promise<ContractTransactionResponse>;

/** The ways in that name an amount, and top up as well. */
export const FUNDING: Readonly<Record<string, Way>> = {
  open: ({ hub, payer }, deal, amount) => hub.connect(payer).open(packed(deal), amount, "0x"),
  openMany: ({ hub, payer }, deal, amount) =>
    hub.connect(payer).openMany([{ deal: packed(deal), amount, quote: "0x" }]),
  onTransferReceived: (system, deal, amount) => transferAndOpen(system, system.payer, deal, amount),
  openWithAuthorization: async (system, deal, amount) => {
    const signature = await authorized(system, deal, amount);
    return system.hub.connect(system.stranger).openWithAuthorization(packed(deal), amount, NEVER, signature);
  },
};

/** All ways in. */
export const WAYS: Readonly<Record<string, Way>> = {
  ...FUNDING,
  openSigned: async (system, deal) => {
    const signature = await signedDeal(system, deal);
    return system.hub.connect(system.stranger).openSigned(packed(deal), signature);
  },
};

/** Deals of each kind, all with an end. */
export const KINDS = {
  order: orderOf,
  stream: async (system: HubSystem, terms: Partial<Deal> = {}) => ending(await streamOf(system), 10_000n, terms),
  subscription: async (system: HubSystem, terms: Partial<Deal> = {}) =>
    ending(await subscriptionOf(system), BigInt(70 * DAY), terms),
} as const;

/** What the deal owes in all; it must have an end. */
export function costOf({ price, period, start, deadline }: Deal): bigint {
  return period === 0n ? price : price * ((deadline - start + period - 1n) / period);
}

/** `markedAt` of a deal that was just opened: a stream or subscription notes when it took its payer's signature. */
export async function markOf(way: string, { period }: Deal): Promise<bigint> {
  return way === "openSigned" && period !== 0n ? BigInt(await networkHelpers.time.latest()) : 0n;
}

/** The struct hash of what the payer signs, as a wallet makes it. */
export async function idOf({ hub }: Pick<HubSystem, "hub">, deal: Deal): Promise<string> {
  const { types, message } = dealData(await domainOf(hub), deal);
  return TypedDataEncoder.hashStruct("Deal", types, { ...message });
}

/** The payer's signature for `openSigned`. */
export async function signedDeal({ hub, payer }: HubSystem, deal: Deal): Promise<string> {
  return sign(payer, dealData(await domainOf(hub), deal));
}

/** The payer's signature for `openWithAuthorization`, or another signer's, on other terms where they are given. */
export async function authorized(
  { coin, hub, payer }: HubSystem,
  deal: Deal,
  amount: bigint,
  terms: Partial<Authorization> = {},
  signer: HardhatEthersSigner = payer,
): Promise<string> {
  const nonce = await idOf({ hub }, deal);
  const authorization = await authorizationOf(deal.payer, hub, { value: amount, validBefore: NEVER, nonce, ...terms });
  return sign(signer, receiveAuthorizationData(await domainOf(coin), authorization));
}

/** Holds 2**96 - 1 base units in all, of which the payer has all. */
export async function richFixture(): Promise<HubSystem> {
  const system = await hubFixture();
  const { deployer, owner, treasury, payer, sponsor } = system;
  const coin = await ethers.deployContract("ServiceCoin", [deployer, payer, MAX_UINT96, MAX_UINT96]);
  const hub = await ethers.deployContract("PaymentHub", [owner, coin, treasury]);
  await coin.connect(payer).approve(hub, MAX_UINT256);
  await coin.connect(sponsor).approve(hub, MAX_UINT256);
  return { ...system, coin, hub };
}

/** What each account that knows the hub holds. */
export async function holdings(system: HubSystem): Promise<Map<string, bigint>> {
  const { coin, treasury, hub, deployer, owner, payer, payee, arbiter, sponsor, stranger } = system;
  const accounts = { treasury, hub, deployer, owner, payer, payee, arbiter, sponsor, stranger };
  const balances = await balancesAt(coin, Object.values(accounts));
  return new Map(Object.keys(accounts).map((name, index) => [name, balances[index] ?? 0n]));
}

/** What each account has more or less than before; accounts that stayed the same are left out. */
export async function movedSince(system: HubSystem, before: Map<string, bigint>): Promise<Record<string, bigint>> {
  const after = await holdings(system);
  const moves = [...after].map(([name, balance]) => [name, balance - (before.get(name) ?? 0n)] as const);
  return Object.fromEntries(moves.filter(([, move]) => move !== 0n));
}

/** Expects the hub's error with these arguments, and neither the coins nor the books of the deal to have changed. */
export async function expectRefused(
  system: HubSystem,
  deal: Deal,
  attempt: () => Promise<unknown>,
  error: string,
  args: readonly unknown[],
): Promise<void> {
  const id = await idOf(system, deal);
  const [books, before] = [await system.hub.escrowOf(id), await holdings(system)];
  await expectRevert(attempt(), system.hub, error, args);
  expect(await system.hub.escrowOf(id)).to.deep.equal(books);
  expect(await movedSince(system, before)).to.deep.equal({});
}

/** 1 SCV. */
export const SCV = parseEther("1");

function ending(deal: Deal, length: bigint, terms: Partial<Deal>): Deal {
  return { ...deal, deadline: deal.start + length, ...terms };
}
