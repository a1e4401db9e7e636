import { parseEther, ZeroHash, type ContractTransactionResponse } from "ethers";
import { ethers } from "../../fixtures/chain.js";
import { RESERVES, type CheckoutSystem } from "../../fixtures/checkout.js";
import { packed } from "../../fixtures/deals.js";
import { orderOf } from "../../fixtures/hub.js";
import { exactInput } from "../../fixtures/pair.js";

/** The price of the order, and what it costs at the reserves of the fixtures. */
export const AMOUNT = parseEther("10");
export const INPUT = exactInput(AMOUNT, RESERVES.coins, RESERVES.wei);

/** How a purchase is limited. The amount is the whole price of an order. */
export interface Limits {
  amount: bigint;
  maxInput: bigint;
  validUntil: bigint;
}

/** A way to buy: ether sent is the maximum of the ways with ether. */
export type Way = (system: CheckoutSystem, limits: Limits) => Promise<ContractTransactionResponse>;

/** The four functions, for an order of that price or a payment to the payee. */
export const WAYS: Readonly<Record<"open" | "openWithWeth" | "pay" | "payWithWeth", Way>> = {
  open: async (system, { amount, maxInput, validUntil }) => {
    const deal = packed(await orderOf(system, { price: amount }));
    return system.checkout.connect(system.buyer).open(deal, amount, "0x", validUntil, { value: maxInput });
  },
  openWithWeth: async (system, { amount, maxInput, validUntil }) => {
    const deal = packed(await orderOf(system, { price: amount }));
    return system.checkout.connect(system.buyer).openWithWeth(deal, amount, "0x", maxInput, validUntil);
  },
  pay: async ({ checkout, buyer, payee }, { amount, maxInput, validUntil }) =>
    checkout.connect(buyer).pay(payee, amount, ZeroHash, validUntil, { value: maxInput }),
  payWithWeth: async ({ checkout, buyer, payee }, { amount, maxInput, validUntil }) =>
    checkout.connect(buyer).payWithWeth(payee, amount, ethers.id("invoice 1"), maxInput, validUntil),
};
