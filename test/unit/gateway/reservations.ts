import { expect } from "chai";
import { Reservations } from "../../../src/gateway/facilitator/reservations.js";
import { paymentOf } from "../../fixtures/gateway.js";

describe("Reservations", () => {
  let now: number;
  let reservations: Reservations;
  const first = paymentOf(1, { value: 3n });
  const second = paymentOf(1, { value: 4n, nonce: paymentOf(2).nonce });

  beforeEach(() => {
    now = 1_000_000;
    reservations = new Reservations(60_000, 3, () => now);
  });

  it("counts what the same payer has promised, without the payment itself", () => {
    reservations.reserve(first);
    reservations.reserve(second);
    expect(reservations.others(first)).to.equal(4n);
    expect(reservations.others(second)).to.equal(3n);
    expect(reservations.others(paymentOf(1, { nonce: paymentOf(3).nonce }))).to.equal(7n);
    expect(reservations.others(paymentOf(3))).to.equal(0n);
  });

  it("counts a payment once, however often it is verified", () => {
    reservations.reserve(first);
    reservations.reserve(first);
    expect(reservations.others(second)).to.equal(3n);
  });

  it("knows of another payment with the nonce, and calls the same one no rival", () => {
    reservations.reserve(first);
    expect(reservations.hasRival(first)).to.equal(false);
    expect(reservations.hasRival({ ...first, value: 5n })).to.equal(true);
    expect(reservations.hasRival(second)).to.equal(false);
    now += 60_000;
    expect(reservations.hasRival({ ...first, value: 5n })).to.equal(false);
  });

  it("forgets what was paid or refused", () => {
    reservations.reserve(first);
    reservations.release(first);
    reservations.release(first);
    expect(reservations.others(second)).to.equal(0n);
  });

  it("forgets what nobody settles, and not before its time", () => {
    reservations.reserve(first);
    now += 59_999;
    expect(reservations.others(second)).to.equal(3n);
    now += 1;
    expect(reservations.others(second)).to.equal(0n);
  });

  it("begins the time anew when it is verified again", () => {
    reservations.reserve(first);
    now += 59_999;
    reservations.reserve(first);
    now += 59_999;
    expect(reservations.others(second)).to.equal(3n);
  });

  it("holds no more than its limit: the earliest end early", () => {
    reservations.reserve(first);
    for (const number of [2, 3, 4]) reservations.reserve(paymentOf(number));
    expect(reservations.others(second)).to.equal(0n);
    expect(reservations.others(paymentOf(2, { nonce: first.nonce }))).to.equal(paymentOf(2).value);
  });
});
