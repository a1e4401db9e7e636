import { expect } from "chai";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { SettledPayments } from "../../../packages/gateway/src/settlement/settledPayments.js";
import { paymentOf } from "../../fixtures/gateway.js";

const settled = (number: number, changes: Parameters<typeof paymentOf>[1] = {}) => ({
  payment: paymentOf(number, changes),
  outcome: { status: "settled", hash: "0x", block: number } as const,
});
const numbersOf = (kept: SettledPayments) =>
  kept.values().map(({ outcome }) => outcome.status === "settled" && outcome.block);

describe("SettledPayments", () => {
  it("evicts all expired payments and no others, whatever their order", () => {
    const kept = new SettledPayments();
    kept.add(settled(1, { validBefore: 2n ** 256n - 1n }));
    kept.add(settled(2, { validBefore: 100n }));
    kept.add(settled(3, { validBefore: 101n }));
    kept.evictExpired(100n);
    expect(numbersOf(kept)).to.deep.equal([1, 3]);
    expect(kept.get(keyOf(paymentOf(2)))).to.equal(undefined);
    expect(kept.get(keyOf(paymentOf(3)))).to.deep.equal(settled(3, { validBefore: 101n }));
  });

  it("evicts the earliest beyond the limit, even if they never expire", () => {
    const kept = new SettledPayments({ payments: 3, signatures: 1_000 });
    for (const number of [1, 2, 3, 4]) kept.add(settled(number, { validBefore: 2n ** 256n - 1n }));
    expect(numbersOf(kept)).to.deep.equal([2, 3, 4]);
    expect(kept.size).to.equal(3);
  });

  it("evicts the earliest if their signatures are too long", () => {
    const kept = new SettledPayments({ payments: 100, signatures: 10 });
    kept.add(settled(1, { signature: "0x34" }));
    kept.add(settled(2, { signature: "0x3456" }));
    expect(numbersOf(kept)).to.deep.equal([1, 2]);
    kept.add(settled(3, { signature: "0" }));
    expect(numbersOf(kept)).to.deep.equal([2, 3]);
    kept.add(settled(4, { signature: "0x3" }));
    expect(numbersOf(kept)).to.deep.equal([2, 3, 4]);
  });

  it("counts a repeated payment once, as the latest", () => {
    const kept = new SettledPayments({ payments: 2, signatures: 8 });
    for (const number of [1, 2, 1, 3]) kept.add(settled(number));
    expect(numbersOf(kept)).to.deep.equal([1, 3]);
  });
});
