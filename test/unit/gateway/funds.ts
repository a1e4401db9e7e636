import { expect } from "chai";
import { id } from "ethers";
import { Funds, type Balances } from "../../../packages/gateway/src/facilitator/funds.js";
import { INSUFFICIENT_BALANCE, NONCE_USED, TOO_MANY_PROMISES } from "../../../packages/gateway/src/reasons.js";
import { Reservations } from "../../../packages/gateway/src/facilitator/reservations.js";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { paymentOf } from "../../fixtures/gateway.js";

/** Milliseconds. */
const HOLD = 60_000;

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
    reservations = new Reservations({ fresh: 15_000, mostOfPayer: 100, most: 1000 });
    funds = new Funds(reservations, balances);
  });

  it("asks nothing when the payer has promised nothing else: the simulation has shown that there is enough", async () => {
    expect(await funds.reserve(payment(1, 10n), HOLD)).to.equal(undefined);
    expect(asked).to.equal(0);
    expect(reservations.others(payment(2, 1n))).to.have.length(1);
  });

  it("takes promises up to the balance, exactly", async () => {
    expect(await funds.reserve(payment(1, 4n), HOLD)).to.equal(undefined);
    expect(await funds.reserve(payment(2, 6n), HOLD)).to.equal(undefined);
    expect(await funds.reserve(payment(3, 1n), HOLD)).to.equal(INSUFFICIENT_BALANCE);
    expect(reservations.others(payment(4, 1n))).to.have.length(2);
  });

  it("takes a payment again that it has taken", async () => {
    expect(await funds.reserve(payment(1, 4n), HOLD)).to.equal(undefined);
    expect(await funds.reserve(payment(2, 6n), HOLD)).to.equal(undefined);
    expect(await funds.reserve(payment(2, 6n), HOLD)).to.equal(undefined);
  });

  it("takes of those that ask together no more than the balance", async () => {
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, number) => funds.reserve(payment(number, 3n), HOLD)),
    );
    expect(taken.filter((fault) => fault === undefined)).to.have.length(3);
  });

  it("does not count what is paid already, and what the balance therefore lacks", async () => {
    expect(await funds.reserve(payment(1, 6n), HOLD)).to.equal(undefined);
    balance = 4n;
    expect(await funds.reserve(payment(2, 4n), HOLD)).to.equal(INSUFFICIENT_BALANCE);
    used.add(keyOf(payment(1, 6n)));
    expect(await funds.reserve(payment(2, 4n), HOLD)).to.equal(undefined);
    expect(await funds.reserve(payment(3, 1n), HOLD)).to.equal(INSUFFICIENT_BALANCE);
  });

  it("counts what was paid after the balance was read, and not what was paid before", async () => {
    expect(await funds.reserve(payment(1, 6n), HOLD)).to.equal(undefined);
    reservations.settle(payment(1, 6n), 8, HOLD);
    expect(await funds.reserve(payment(2, 6n), HOLD)).to.equal(INSUFFICIENT_BALANCE);
    reservations.settle(payment(1, 6n), 7, HOLD);
    expect(await funds.reserve(payment(2, 6n), HOLD)).to.equal(undefined);
  });

  it("takes one of those with the same nonce that ask together", async () => {
    expect(await funds.reserve(payment(1, 1n), HOLD)).to.equal(undefined);
    const rivals = [2, 3, 4].map((number) => ({ ...payment(2, 5n), to: paymentOf(number).from }));
    const taken = await Promise.all(rivals.map((rival) => funds.reserve(rival, HOLD)));
    expect(taken.sort()).to.deep.equal([NONCE_USED, NONCE_USED, undefined]);
  });

  it("takes a hundred of one payer", async () => {
    balance = 1_000n;
    for (let number = 0; number < 100; number++) {
      expect(await funds.reserve(payment(number, 1n), HOLD)).to.equal(undefined);
    }
    expect(await funds.reserve(payment(100, 1n), HOLD)).to.equal(TOO_MANY_PROMISES);
  });

  it("takes eight of one smart wallet, however many ask together", async () => {
    balance = 1_000n;
    const asked = Array.from({ length: 20 }, (_, number) => ({ ...payment(number, 1n), alone: true }));
    const taken = await Promise.all(asked.map((one) => funds.reserve(one, HOLD)));
    expect(taken.filter((fault) => fault === undefined)).to.have.length(8);
    expect(taken.filter((fault) => fault === TOO_MANY_PROMISES)).to.have.length(12);
  });

  it("keeps payers apart", async () => {
    expect(await funds.reserve(payment(1, 10n), HOLD)).to.equal(undefined);
    expect(await funds.reserve(paymentOf(2, { value: 10n }), HOLD)).to.equal(undefined);
  });
});
