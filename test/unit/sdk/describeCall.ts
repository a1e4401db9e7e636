import { expect } from "chai";
import {
  concat,
  encodeBytes32String,
  Interface,
  MaxUint256,
  parseEther,
  ZeroAddress,
  ZeroHash,
  zeroPadValue,
} from "ethers";
import { CONTRACTS, INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import type { Client } from "../../../packages/sdk/src/core/client.js";
import { encodeDeal, type Deal } from "../../../packages/sdk/src/deals.js";
import { describeCall } from "../../../packages/sdk/src/proposals/index.js";

const DAY = 86_400n;
const address = (digit: string) => `0x${digit.repeat(40)}`;
const [BOB, CAROL, DAVE] = [address("1"), address("2"), address("3")];

const addresses = Object.fromEntries(
  CONTRACTS.map((name, index) => [name, `0x${"0".repeat(38)}${10 + index}`]),
) as Client["addresses"];
const { ServiceCoin: coin, ServiceVotes: votes, PaymentHub: hub, Treasury: treasury } = addresses;

const order: Deal = {
  payer: treasury,
  payee: BOB,
  arbiter: CAROL,
  price: parseEther("2"),
  period: 0n,
  start: 0n,
  deadline: 1_800_000_000n,
  window: 3n * DAY,
  feeBps: 25n,
  ref: ZeroHash,
};
const stream: Deal = { ...order, arbiter: ZeroAddress, price: 5n, period: 1n, start: 1_700_000_000n, window: 0n };
const subscription: Deal = { ...stream, price: parseEther("1"), period: 30n * DAY, deadline: 0n };

/** The words for coins that the treasury sends with data. */
function paid(to: string, data: string, { asset = coin, ref = ZeroHash } = {}): string {
  const call = INTERFACES.Treasury.encodeFunctionData("payAndCall", [asset, to, parseEther("2"), data, ref]);
  return describeCall({ addresses }, { target: treasury, value: 0n, data: call });
}

describe("describeCall", () => {
  describe("given coins of the treasury that are locked to vote", () => {
    it("says who gets the votes", () => {
      expect(paid(votes, zeroPadValue(DAVE, 32))).to.match(
        new RegExp(`, and locks it to vote: all votes of the sender go to ${DAVE}$`),
      );
      expect(paid(votes, "0x")).to.match(/, and locks it to vote: the votes go to the delegate of the sender$/);
    });

    it("says that it cannot read the delegate", () => {
      for (const data of [DAVE, ZeroHash, `0x${"ff".repeat(32)}`]) {
        expect(paid(votes, data)).to.match(new RegExp(`NOT DECODED: with the data ${data}$`));
      }
    });
  });

  describe("given coins of the treasury that open a deal", () => {
    it("tells an order in escrow from a stream that is due at once", () => {
      expect(paid(hub, encodeDeal(order))).to.include(
        `into an order in escrow (price 2 SCV; to be delivered until 2027-01-15T08:00:00Z; ` +
          `arbiter ${CAROL}: the payer can dispute for 3 days after the delivery; ` +
          `payee ${BOB}; refunds to ${treasury}; fee 0.25 %)`,
      );
      expect(paid(hub, encodeDeal(stream))).to.include(
        "into a stream, which the payee can claim as it accrues (0.000000000000000005 SCV per second; " +
          "accruing from 2023-11-14T22:13:20Z until 2027-01-15T08:00:00Z; ",
      );
      expect(paid(hub, encodeDeal(subscription))).to.include(
        "into a subscription, which the payee can claim as it accrues (1 SCV every 30 days; " +
          "accruing from 2023-11-14T22:13:20Z without an end; ",
      );
    });

    it("says that an order without a window protects nobody", () => {
      expect(paid(hub, encodeDeal({ ...order, arbiter: ZeroAddress, window: 0n }))).to.include(
        "no arbiter: the payee can claim as soon as it says that it has delivered, and nobody can dispute it",
      );
    });

    it("shows a quote, and what it cannot read", () => {
      expect(paid(hub, encodeDeal(order, "0x1234"))).to.include("; with the payee's quote 0x1234)");
      const cut = encodeDeal(order).slice(0, -2);
      expect(paid(hub, cut)).to.match(new RegExp(`NOT DECODED: with the data ${cut}$`));
      const dirty = concat([`0x${"ff".repeat(32)}`, `0x${encodeDeal(order).slice(66)}`]);
      expect(paid(hub, dirty)).to.match(new RegExp(`NOT DECODED: with the data ${dirty}$`));
    });

    it("describes each deal in its own words", () => {
      const changes: Partial<Deal>[] = [
        ...[{ payer: DAVE }, { payee: DAVE }, { arbiter: DAVE }, { arbiter: ZeroAddress }, { price: 1n }],
        ...[{ deadline: 1n }, { window: 0n }, { feeBps: 1n }, { ref: encodeBytes32String("a") }],
        ...[{ period: 1n }, { period: 2n }, { period: 1n, start: 7n }, { period: 1n, deadline: 0n }],
      ];
      const all = [order, ...changes.map((change) => ({ ...order, ...change }))].map((deal) =>
        paid(hub, encodeDeal(deal)),
      );
      expect(new Set(all).size).to.equal(all.length);
    });
  });

  it("shows the data that goes to any other contract, and with any other token", () => {
    expect(paid(BOB, "0x12")).to.match(/NOT DECODED: with the data 0x12$/);
    expect(paid(hub, encodeDeal(order), { asset: DAVE })).to.include("NOT DECODED: with the data 0x");
    expect(paid(BOB, "0x")).to.equal(`Pays 2 SCV from the treasury to ${BOB}`);
  });

  it("does not let a reference leave its quotes", () => {
    const ref = encodeBytes32String('x") and nothing else ("');
    expect(paid(BOB, "0x", { ref })).to.equal(
      String.raw`Pays 2 SCV from the treasury to ${BOB} (reference "x\") and nothing else (\"")`,
    );
  });

  it("describes coins that the treasury sends, locks and delegates by itself as its payments", () => {
    const as = (target: string, data: string) => {
      const call = INTERFACES.Treasury.encodeFunctionData("execute", [target, 0n, data, ZeroHash]);
      return describeCall({ addresses }, { target: treasury, value: 0n, data: call });
    };
    const send = new Interface([
      "function transferAndCall(address to, uint256 value, bytes data)",
      "function transferAndCall(address to, uint256 value)",
    ]);
    const withData = send.encodeFunctionData("transferAndCall(address,uint256,bytes)", [
      votes,
      1n,
      zeroPadValue(DAVE, 32),
    ]);
    expect(as(coin, withData)).to.include(`locks it to vote: all votes of the sender go to ${DAVE}`);
    const without = send.encodeFunctionData("transferAndCall(address,uint256)", [votes, 1n]);
    expect(as(coin, without)).to.include("locks it to vote: the votes go to the delegate of the sender");
    const delegate = INTERFACES.ServiceVotes.encodeFunctionData("delegate", [DAVE]);
    expect(as(votes, delegate)).to.equal(`As the treasury: Gives all votes of the sender to ${DAVE}`);
    const approve = INTERFACES.ServiceCoin.encodeFunctionData("approve", [DAVE, MaxUint256]);
    expect(as(coin, approve)).to.equal(`As the treasury: Lets ${DAVE} move any amount of SCV`);
  });
});
