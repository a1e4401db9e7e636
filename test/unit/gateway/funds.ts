import { expect } from "chai";
import { id } from "ethers";
import { Funds, type Balances } from "../../../src/gateway/facilitator/funds.js";
import { Reservations } from "../../../src/gateway/facilitator/reservations.js";
import { keyOf } from "../../../src/gateway/settlement/payment.js";
import { paymentOf } from "../../fixtures/gateway.js";

/** A payment of the same payer. */
const payment = (number: number, value: bigint) => paymentOf(1, { nonce: id(`funds ${number}`), value });

describe("Funds", () => {
  let balance: bigint;
  let used: Set<string>;
  let asked: number;
  let reservations: Reservations;
  let funds: Funds;

  const balances: Balances = {
    blockNumber: () => Promise.resolve(7),
    balanceOf: (_account, block) => {
      asked++;
      expect(block).to.equal(7);
      return Promise.resolve(balance);
    },
    isUsed: (from, nonce, block) => {
      expect(block).to.equal(7);
      return Promise.resolve(used.has(keyOf({ from, nonce })));
    },
  };

  beforeEach(() => {
    balance = 10n;
    used = new Set();
    asked = 0;
    reservations = new Reservations({ hold: 60_000, fresh: 15_000, most: 1000 });
    funds = new Funds(reservations, balances);
  });

  it("asks nothing when the payer has promised nothing else: the simulation has shown that there is enough", async () => {
    expect(await funds.reserve(payment(1, 10n))).to.equal(true);
    expect(asked).to.equal(0);
    expect(reservations.others(payment(2, 1n))).to.have.length(1);
  });

  it("takes promises up to the balance, exactly", async () => {
    expect(await funds.reserve(payment(1, 4n))).to.equal(true);
    expect(await funds.reserve(payment(2, 6n))).to.equal(true);
    expect(await funds.reserve(payment(3, 1n))).to.equal(false);
    expect(reservations.others(payment(4, 1n))).to.have.length(2);
  });

  it("takes a payment again that it has taken", async () => {
    expect(await funds.reserve(payment(1, 4n))).to.equal(true);
    expect(await funds.reserve(payment(2, 6n))).to.equal(true);
    expect(await funds.reserve(payment(2, 6n))).to.equal(true);
  });

  it("takes of those that ask together no more than the balance", async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, (_, number) => funds.reserve(payment(number, 3n))));
    expect(taken.filter(Boolean)).to.have.length(3);
  });

  it("does not count what is paid already, and what the balance therefore lacks", async () => {
    expect(await funds.reserve(payment(1, 6n))).to.equal(true);
    balance = 4n;
    expect(await funds.reserve(payment(2, 4n))).to.equal(false);
    used.add(keyOf(payment(1, 6n)));
    expect(await funds.reserve(payment(2, 4n))).to.equal(true);
    expect(await funds.reserve(payment(3, 1n))).to.equal(false);
  });

  it("keeps payers apart", async () => {
    expect(await funds.reserve(payment(1, 10n))).to.equal(true);
    expect(await funds.reserve(paymentOf(2, { value: 10n }))).to.equal(true);
  });
});
