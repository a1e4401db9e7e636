import { expect } from "chai";
import { id } from "ethers";
import { Funds, type Balances } from "../../../packages/gateway/src/facilitator/funds.js";
import { INSUFFICIENT_BALANCE, NONCE_USED, TOO_MANY_PAYMENTS } from "../../../packages/gateway/src/protocol.js";
import { Reservations } from "../../../packages/gateway/src/facilitator/reservations.js";
import { keyOf } from "../../../packages/gateway/src/settlement/payment.js";
import { paymentOf } from "../../fixtures/gateway.js";

/** Milliseconds. */
const DURATION = 60_000;

/** A payment of the same payer. */
const payment = (number: number, value: bigint) => paymentOf(1, { nonce: id(`funds ${number}`), value });

describe("Funds", () => {
  let balance: bigint;
  let used: Set<string>;
  let queries: number;
  let reservations: Reservations;
  let funds: Funds;

  const balances: Balances = {
    blockNumber: () => Promise.resolve(7),
    balanceOf: (_account, block) => {
      queries++;
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
    queries = 0;
    reservations = new Reservations({ fresh: 15_000, maxPerPayer: 100, max: 1000 });
    funds = new Funds(reservations, balances);
  });

  it("queries nothing if the payer has no other reservations: the simulation has proven the balance", async () => {
    expect(await funds.reserve(payment(1, 10n), DURATION)).to.equal(undefined);
    expect(queries).to.equal(0);
    expect(reservations.others(payment(2, 1n))).to.have.length(1);
  });

  it("reserves exactly up to the balance", async () => {
    expect(await funds.reserve(payment(1, 4n), DURATION)).to.equal(undefined);
    expect(await funds.reserve(payment(2, 6n), DURATION)).to.equal(undefined);
    expect(await funds.reserve(payment(3, 1n), DURATION)).to.equal(INSUFFICIENT_BALANCE);
    expect(reservations.others(payment(4, 1n))).to.have.length(2);
  });

  it("reserves the same payment again", async () => {
    expect(await funds.reserve(payment(1, 4n), DURATION)).to.equal(undefined);
    expect(await funds.reserve(payment(2, 6n), DURATION)).to.equal(undefined);
    expect(await funds.reserve(payment(2, 6n), DURATION)).to.equal(undefined);
  });

  it("reserves no more than the balance for concurrent requests", async () => {
    const reasons = await Promise.all(
      Array.from({ length: 10 }, (_, number) => funds.reserve(payment(number, 3n), DURATION)),
    );
    expect(reasons.filter((reason) => reason === undefined)).to.have.length(3);
  });

  it("does not count payments that the balance already excludes", async () => {
    expect(await funds.reserve(payment(1, 6n), DURATION)).to.equal(undefined);
    balance = 4n;
    expect(await funds.reserve(payment(2, 4n), DURATION)).to.equal(INSUFFICIENT_BALANCE);
    used.add(keyOf(payment(1, 6n)));
    expect(await funds.reserve(payment(2, 4n), DURATION)).to.equal(undefined);
    expect(await funds.reserve(payment(3, 1n), DURATION)).to.equal(INSUFFICIENT_BALANCE);
  });

  it("counts payments mined after the balance was read, and not those mined before", async () => {
    expect(await funds.reserve(payment(1, 6n), DURATION)).to.equal(undefined);
    reservations.settle(payment(1, 6n), 8, DURATION);
    expect(await funds.reserve(payment(2, 6n), DURATION)).to.equal(INSUFFICIENT_BALANCE);
    reservations.settle(payment(1, 6n), 7, DURATION);
    expect(await funds.reserve(payment(2, 6n), DURATION)).to.equal(undefined);
  });

  it("reserves one of several concurrent payments with the same nonce", async () => {
    expect(await funds.reserve(payment(1, 1n), DURATION)).to.equal(undefined);
    const rivals = [2, 3, 4].map((number) => ({ ...payment(2, 5n), to: paymentOf(number).from }));
    const reasons = await Promise.all(rivals.map((rival) => funds.reserve(rival, DURATION)));
    expect(reasons.sort()).to.deep.equal([NONCE_USED, NONCE_USED, undefined]);
  });

  it("rejects more than a hundred payments of one payer", async () => {
    balance = 1_000n;
    for (let number = 0; number < 100; number++) {
      expect(await funds.reserve(payment(number, 1n), DURATION)).to.equal(undefined);
    }
    expect(await funds.reserve(payment(100, 1n), DURATION)).to.equal(TOO_MANY_PAYMENTS);
  });

  it("reserves at most eight concurrent payments of one smart wallet", async () => {
    balance = 1_000n;
    const requested = Array.from({ length: 20 }, (_, number) => ({ ...payment(number, 1n), alone: true }));
    const reasons = await Promise.all(requested.map((one) => funds.reserve(one, DURATION)));
    expect(reasons.filter((reason) => reason === undefined)).to.have.length(8);
    expect(reasons.filter((reason) => reason === TOO_MANY_PAYMENTS)).to.have.length(12);
  });

  it("keeps a reservation until the outcome is known, and ends it then", async () => {
    const [first, next] = [payment(1, 6n), payment(2, 6n)];
    expect(await funds.reserve(first, DURATION)).to.equal(undefined);
    funds.keep(first);
    funds.conclude(first, { status: "pending", hash: "0x01" });
    expect(await funds.reserve(next, DURATION)).to.equal(INSUFFICIENT_BALANCE);
    funds.conclude(first, { status: "failed", reason: "ERC20InsufficientBalance" });
    expect(await funds.reserve(next, DURATION)).to.equal(undefined);
    funds.conclude(next, { status: "settled", hash: "0x02", block: 7 });
    expect(reservations.others(first).map(({ block }) => block)).to.deep.equal([7]);
    expect(await funds.reserve(first, DURATION)).to.equal(undefined);
  });

  it("keeps payers apart", async () => {
    expect(await funds.reserve(payment(1, 10n), DURATION)).to.equal(undefined);
    expect(await funds.reserve(paymentOf(2, { value: 10n }), DURATION)).to.equal(undefined);
  });
});
