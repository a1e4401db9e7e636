import { expect } from "chai";
import { Reservations } from "../../../packages/gateway/src/facilitator/reservations.js";
import type { Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { paymentOf } from "../../fixtures/gateway.js";

/** Milliseconds. */
const DURATION = 60_000;

describe("Reservations", () => {
  let now: number;
  let reservations: Reservations;
  const first = paymentOf(1, { value: 3n });
  const second = paymentOf(1, { value: 4n, nonce: paymentOf(2).nonce });

  const othersOf = (payment: Payment) => reservations.others(payment).map((other) => other.payment);

  beforeEach(() => {
    now = 1_000_000;
    reservations = new Reservations({ fresh: 15_000, maxPerPayer: 2, max: 3 }, () => now);
  });

  it("returns the other reservations of the same payer, without the payment itself", () => {
    reservations.reserve(first, DURATION);
    reservations.reserve(second, DURATION);
    expect(othersOf(first)).to.deep.equal([second]);
    expect(othersOf(second)).to.deep.equal([first]);
    expect(othersOf(paymentOf(3))).to.deep.equal([]);
  });

  it("counts a payment once, however often it is verified", () => {
    reservations.reserve(first, DURATION);
    reservations.reserve(first, DURATION);
    expect(othersOf(second)).to.deep.equal([first]);
  });

  it("detects a different payment with the same nonce", () => {
    reservations.reserve(first, DURATION);
    expect(reservations.hasConflict(first)).to.equal(false);
    expect(reservations.hasConflict({ ...first, value: 5n })).to.equal(true);
    expect(reservations.hasConflict(second)).to.equal(false);
    now += 60_000;
    expect(reservations.hasConflict({ ...first, value: 5n })).to.equal(false);
  });

  it("returns a recently verified payment as it was verified", () => {
    reservations.reserve({ ...first, alone: true }, DURATION);
    expect(reservations.verified(first)).to.deep.equal({ ...first, alone: true });
    now += 14_999;
    expect(reservations.verified(first)).to.deep.equal({ ...first, alone: true });
    now += 1;
    expect(reservations.verified(first)).to.equal(undefined);
  });

  it("does not confuse a different payment or signature with the verified one", () => {
    reservations.reserve(first, DURATION);
    expect(reservations.verified({ ...first, value: 5n })).to.equal(undefined);
    expect(reservations.verified({ ...first, signature: "0x02" })).to.equal(undefined);
    expect(reservations.verified(second)).to.equal(undefined);
  });

  it("drops a released reservation", () => {
    reservations.reserve(first, DURATION);
    reservations.release(first);
    reservations.release(first);
    expect(othersOf(second)).to.deep.equal([]);
    expect(reservations.verified(first)).to.equal(undefined);
  });

  it("drops a reservation when it expires, and not earlier", () => {
    reservations.reserve(first, DURATION);
    now += 59_999;
    expect(othersOf(second)).to.deep.equal([first]);
    now += 1;
    expect(othersOf(second)).to.deep.equal([]);
  });

  it("renews a reservation when the payment is verified again", () => {
    reservations.reserve(first, DURATION);
    now += 59_999;
    reservations.reserve(first, DURATION);
    now += 59_999;
    expect(othersOf(second)).to.deep.equal([first]);
  });

  it("reports the block of a settled payment for a while, without counting it", () => {
    const third = paymentOf(1, { nonce: paymentOf(3).nonce });
    reservations.reserve(second, DURATION);
    reservations.reserve(first, DURATION);
    reservations.settle(first, 7, 2_000);
    expect(reservations.others(third).map(({ block }) => block)).to.deep.equal([undefined, 7]);
    expect(reservations.isFull(third)).to.equal(false);
    now += 2_000;
    expect(othersOf(third)).to.deep.equal([second]);
  });

  it("gives each reservation its own duration", () => {
    reservations.reserve(first, 1_000);
    reservations.reserve(second, 2_000);
    now += 1_000;
    expect(othersOf(paymentOf(1, { nonce: paymentOf(3).nonce }))).to.deep.equal([second]);
    expect(othersOf(second)).to.deep.equal([]);
  });

  it("is full at the limit per payer, not counting the payment itself", () => {
    const third = paymentOf(1, { nonce: paymentOf(3).nonce });
    reservations.reserve(first, DURATION);
    expect(reservations.isFull(third)).to.equal(false);
    reservations.reserve(second, DURATION);
    expect(reservations.isFull(third)).to.equal(true);
    expect(reservations.isFull(second)).to.equal(false);
    expect(reservations.isFull(paymentOf(4))).to.equal(false);
  });

  it("drops the reservations of the payer who has the most, beyond its limit", () => {
    const fair = new Reservations({ fresh: 15_000, maxPerPayer: 100, max: 10 }, () => now);
    fair.reserve(first, DURATION);
    const payments = Array.from({ length: 50 }, (_, index) => paymentOf(2, { nonce: paymentOf(100 + index).nonce }));
    for (const payment of payments) fair.reserve(payment, DURATION);
    const { nonce } = paymentOf(99);
    expect(fair.others(paymentOf(1, { nonce })).map(({ payment }) => payment)).to.deep.equal([first]);
    const left = fair.others(paymentOf(2, { nonce })).map(({ payment }) => payment);
    expect(left).to.deep.equal(payments.slice(-9));
  });

  it("drops the earliest reservations beyond its limit", () => {
    reservations.reserve(first, DURATION);
    for (const number of [2, 3, 4]) reservations.reserve(paymentOf(number), DURATION);
    expect(othersOf(second)).to.deep.equal([]);
    expect(othersOf(paymentOf(2, { nonce: first.nonce }))).to.deep.equal([paymentOf(2)]);
  });
});
