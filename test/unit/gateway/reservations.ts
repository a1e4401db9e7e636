import { expect } from "chai";
import { Reservations } from "../../../packages/gateway/src/facilitator/reservations.js";
import type { Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { paymentOf } from "../../fixtures/gateway.js";

/** Milliseconds. */
const HOLD = 60_000;

describe("Reservations", () => {
  let now: number;
  let reservations: Reservations;
  const first = paymentOf(1, { value: 3n });
  const second = paymentOf(1, { value: 4n, nonce: paymentOf(2).nonce });

  const othersOf = (payment: Payment) => reservations.others(payment).map((other) => other.payment);

  beforeEach(() => {
    now = 1_000_000;
    reservations = new Reservations({ fresh: 15_000, mostOfPayer: 2, most: 3 }, () => now);
  });

  it("knows what the same payer has promised, without the payment itself", () => {
    reservations.reserve(first, HOLD);
    reservations.reserve(second, HOLD);
    expect(othersOf(first)).to.deep.equal([second]);
    expect(othersOf(second)).to.deep.equal([first]);
    expect(othersOf(paymentOf(3))).to.deep.equal([]);
  });

  it("counts a payment once, however often it is verified", () => {
    reservations.reserve(first, HOLD);
    reservations.reserve(first, HOLD);
    expect(othersOf(second)).to.deep.equal([first]);
  });

  it("knows of another payment with the nonce, and calls the same one no rival", () => {
    reservations.reserve(first, HOLD);
    expect(reservations.hasRival(first)).to.equal(false);
    expect(reservations.hasRival({ ...first, value: 5n })).to.equal(true);
    expect(reservations.hasRival(second)).to.equal(false);
    now += 60_000;
    expect(reservations.hasRival({ ...first, value: 5n })).to.equal(false);
  });

  it("gives back what was verified a moment ago, with what was learned about it", () => {
    reservations.reserve({ ...first, alone: true }, HOLD);
    expect(reservations.verified(first)).to.deep.equal({ ...first, alone: true });
    now += 14_999;
    expect(reservations.verified(first)).to.deep.equal({ ...first, alone: true });
    now += 1;
    expect(reservations.verified(first)).to.equal(undefined);
  });

  it("takes no other payment, and no other signature, for the one that was verified", () => {
    reservations.reserve(first, HOLD);
    expect(reservations.verified({ ...first, value: 5n })).to.equal(undefined);
    expect(reservations.verified({ ...first, signature: "0x02" })).to.equal(undefined);
    expect(reservations.verified(second)).to.equal(undefined);
  });

  it("forgets what was paid or refused", () => {
    reservations.reserve(first, HOLD);
    reservations.release(first);
    reservations.release(first);
    expect(othersOf(second)).to.deep.equal([]);
    expect(reservations.verified(first)).to.equal(undefined);
  });

  it("forgets what nobody settles, and not before its time", () => {
    reservations.reserve(first, HOLD);
    now += 59_999;
    expect(othersOf(second)).to.deep.equal([first]);
    now += 1;
    expect(othersOf(second)).to.deep.equal([]);
  });

  it("begins the time anew when it is verified again", () => {
    reservations.reserve(first, HOLD);
    now += 59_999;
    reservations.reserve(first, HOLD);
    now += 59_999;
    expect(othersOf(second)).to.deep.equal([first]);
  });

  it("says for a while in which block a payment was made, and counts it no more", () => {
    const third = paymentOf(1, { nonce: paymentOf(3).nonce });
    reservations.reserve(second, HOLD);
    reservations.reserve(first, HOLD);
    reservations.settle(first, 7, 2_000);
    expect(reservations.others(third).map(({ block }) => block)).to.deep.equal([undefined, 7]);
    expect(reservations.isFull(third)).to.equal(false);
    now += 2_000;
    expect(othersOf(third)).to.deep.equal([second]);
  });

  it("gives each its own time", () => {
    reservations.reserve(first, 1_000);
    reservations.reserve(second, 2_000);
    now += 1_000;
    expect(othersOf(paymentOf(1, { nonce: paymentOf(3).nonce }))).to.deep.equal([second]);
    expect(othersOf(second)).to.deep.equal([]);
  });

  it("is full with as many of one payer, which the payment itself does not count to", () => {
    const third = paymentOf(1, { nonce: paymentOf(3).nonce });
    reservations.reserve(first, HOLD);
    expect(reservations.isFull(third)).to.equal(false);
    reservations.reserve(second, HOLD);
    expect(reservations.isFull(third)).to.equal(true);
    expect(reservations.isFull(second)).to.equal(false);
    expect(reservations.isFull(paymentOf(4))).to.equal(false);
  });

  it("holds no more than its limit: the earliest end early", () => {
    reservations.reserve(first, HOLD);
    for (const number of [2, 3, 4]) reservations.reserve(paymentOf(number), HOLD);
    expect(othersOf(second)).to.deep.equal([]);
    expect(othersOf(paymentOf(2, { nonce: first.nonce }))).to.deep.equal([paymentOf(2)]);
  });
});
