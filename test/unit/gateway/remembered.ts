import { expect } from "chai";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { Remembered } from "../../../packages/gateway/src/settlement/remembered.js";
import { paymentOf } from "../../fixtures/gateway.js";

const finished = (number: number, changes: Parameters<typeof paymentOf>[1] = {}) => ({
  payment: paymentOf(number, changes),
  outcome: { status: "settled", hash: "0x", block: number } as const,
});
const numbersOf = (remembered: Remembered) =>
  remembered.values().map(({ outcome }) => outcome.status === "settled" && outcome.block);

describe("Remembered", () => {
  it("forgets all that are no longer valid, and none that are, whatever their order", () => {
    const remembered = new Remembered();
    remembered.add(finished(1, { validBefore: 2n ** 256n - 1n }));
    remembered.add(finished(2, { validBefore: 100n }));
    remembered.add(finished(3, { validBefore: 101n }));
    remembered.forget(100n);
    expect(numbersOf(remembered)).to.deep.equal([1, 3]);
    expect(remembered.get(keyOf(paymentOf(2)))).to.equal(undefined);
    expect(remembered.get(keyOf(paymentOf(3)))).to.deep.equal(finished(3, { validBefore: 101n }));
  });

  it("forgets the earliest when there are too many, those for all times, too", () => {
    const remembered = new Remembered({ payments: 3, signatures: 1_000 });
    for (const number of [1, 2, 3, 4]) remembered.add(finished(number, { validBefore: 2n ** 256n - 1n }));
    expect(numbersOf(remembered)).to.deep.equal([2, 3, 4]);
    expect(remembered.size).to.equal(3);
  });

  it("forgets the earliest when their signatures are too long", () => {
    const remembered = new Remembered({ payments: 100, signatures: 10 });
    remembered.add(finished(1, { signature: "0x34" }));
    remembered.add(finished(2, { signature: "0x3456" }));
    expect(numbersOf(remembered)).to.deep.equal([1, 2]);
    remembered.add(finished(3, { signature: "0" }));
    expect(numbersOf(remembered)).to.deep.equal([2, 3]);
    remembered.add(finished(4, { signature: "0x3" }));
    expect(numbersOf(remembered)).to.deep.equal([2, 3, 4]);
  });

  it("counts one that comes again once, as the last", () => {
    const remembered = new Remembered({ payments: 2, signatures: 8 });
    for (const number of [1, 2, 1, 3]) remembered.add(finished(number));
    expect(numbersOf(remembered)).to.deep.equal([1, 3]);
  });
});
