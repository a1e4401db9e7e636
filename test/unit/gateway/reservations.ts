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
    reservations = new Reservations({ hold: 60_000, fresh: 15_000, most: 3 }, () => now);
  });

  it("knows what the same payer has promised, without the payment itself", () => {
    reservations.reserve(first);
    reservations.reserve(second);
    expect(reservations.others(first)).to.deep.equal([second]);
    expect(reservations.others(second)).to.deep.equal([first]);
    expect(reservations.others(paymentOf(3))).to.deep.equal([]);
  });

  it("counts a payment once, however often it is verified", () => {
    reservations.reserve(first);
    reservations.reserve(first);
    expect(reservations.others(second)).to.deep.equal([first]);
  });

  it("knows of another payment with the nonce, and calls the same one no rival", () => {
    reservations.reserve(first);
    expect(reservations.hasRival(first)).to.equal(false);
    expect(reservations.hasRival({ ...first, value: 5n })).to.equal(true);
    expect(reservations.hasRival(second)).to.equal(false);
    now += 60_000;
    expect(reservations.hasRival({ ...first, value: 5n })).to.equal(false);
  });

  it("gives back what was verified a moment ago, with what was learned about it", () => {
    reservations.reserve({ ...first, alone: true });
    expect(reservations.verified(first)).to.deep.equal({ ...first, alone: true });
    now += 14_999;
    expect(reservations.verified(first)).to.deep.equal({ ...first, alone: true });
    now += 1;
    expect(reservations.verified(first)).to.equal(undefined);
  });

  it("takes no other payment, and no other signature, for the one that was verified", () => {
    reservations.reserve(first);
    expect(reservations.verified({ ...first, value: 5n })).to.equal(undefined);
    expect(reservations.verified({ ...first, signature: "0x02" })).to.equal(undefined);
    expect(reservations.verified(second)).to.equal(undefined);
  });

  it("forgets what was paid or refused", () => {
    reservations.reserve(first);
    reservations.release(first);
    reservations.release(first);
    expect(reservations.others(second)).to.deep.equal([]);
    expect(reservations.verified(first)).to.equal(undefined);
  });

  it("forgets what nobody settles, and not before its time", () => {
    reservations.reserve(first);
    now += 59_999;
    expect(reservations.others(second)).to.deep.equal([first]);
    now += 1;
    expect(reservations.others(second)).to.deep.equal([]);
  });

  it("begins the time anew when it is verified again", () => {
    reservations.reserve(first);
    now += 59_999;
    reservations.reserve(first);
    now += 59_999;
    expect(reservations.others(second)).to.deep.equal([first]);
  });

  it("holds no more than its limit: the earliest end early", () => {
    reservations.reserve(first);
    for (const number of [2, 3, 4]) reservations.reserve(paymentOf(number));
    expect(reservations.others(second)).to.deep.equal([]);
    expect(reservations.others(paymentOf(2, { nonce: first.nonce }))).to.deep.equal([paymentOf(2)]);
  });
});
