import { expect } from "chai";
import { dataLength, dataSlice, getAddress } from "ethers";
import { INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import type { Payment } from "../../../packages/gateway/src/settlement/payment.js";
import {
  encodeBatch,
  encodePayments,
  encodeTransfer,
  fitsBatch,
  gasLimitOf,
  MAX_BATCH,
} from "../../../packages/gateway/src/settlement/paymentBatch.js";
import { paymentOf } from "../../fixtures/gateway.js";

const ADDRESSES = { coin: `0x${"c0".repeat(20)}`, batch: `0x${"ba".repeat(20)}` };
const R = "1a".repeat(32);
const S = "2b".repeat(32);
const SIGNATURE = `0x${R}${S}1c`;
const PAYEE = `0x${"ab".repeat(20)}`;
/** Gas limit of a transaction (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n;

const signed = (number: number, changes: Partial<Payment> = {}) =>
  paymentOf(number, { signature: SIGNATURE, to: PAYEE, ...changes });

function payloadOf(payments: readonly Payment[]): string {
  const [payload] = INTERFACES.PaymentBatch.decodeFunctionData("settle", encodeBatch(payments));
  return payload as string;
}

describe("encodePayments", () => {
  it("calls the coin directly for one payment", () => {
    for (const payment of [signed(1), signed(1, { alone: true }), signed(1, { signature: "0x0123" })]) {
      expect(encodePayments(ADDRESSES, [payment])).to.deep.equal({ to: ADDRESSES.coin, data: encodeTransfer(payment) });
    }
  });

  it("calls the batch for several payments", () => {
    const payments = [signed(1), signed(2)];
    expect(encodePayments(ADDRESSES, payments)).to.deep.equal({ to: ADDRESSES.batch, data: encodeBatch(payments) });
  });

  it("rejects an empty list", () => {
    expect(() => encodePayments(ADDRESSES, [])).to.throw(RangeError, "no payment");
  });
});

describe("encodeBatch", () => {
  it("packs a payment into 139 bytes after its payee and the count", () => {
    const payment = signed(1, { value: 0x0102n, validAfter: 0x0304n, validBefore: 0x0506n });
    const [amount, times] = [`${"00".repeat(10)}0102`, `${"00".repeat(3)}0304${"00".repeat(3)}0506`];
    expect(payloadOf([payment])).to.equal(
      `${PAYEE}0001${payment.from.slice(2)}${amount}${times}${payment.nonce.slice(2)}1c${R}${S}`,
    );
  });

  it("groups by payee, ignoring the case of its address, and keeps the order within a group", () => {
    const other = `0x${"cd".repeat(20)}`;
    const [first, third, fourth] = [signed(1), signed(3, { to: getAddress(PAYEE) }), signed(4)];
    const second = signed(2, { to: other });
    const payments = [first, second, third, fourth];
    const payload = payloadOf(payments);
    expect(dataLength(payload)).to.equal(2 * 22 + 4 * 139);
    expect(dataSlice(payload, 0, 22)).to.equal(`${PAYEE}0003`);
    const payers = [22, 161, 300].map((offset) => dataSlice(payload, offset, offset + 20));
    expect(payers).to.deep.equal([first.from, third.from, fourth.from]);
    expect(dataSlice(payload, 439, 481)).to.equal(`${other}0001${second.from.slice(2)}`);
  });

  it("rejects a payment that goes alone or does not fit, and names it", () => {
    for (const bad of [signed(2, { alone: true }), signed(2, { value: 2n ** 96n })]) {
      expect(() => encodeBatch([signed(1), bad])).to.throw(RangeError, bad.nonce);
    }
  });
});

describe("fitsBatch", () => {
  const fittingPayments: [string, Partial<Payment>][] = [
    ["the largest amount", { value: 2n ** 96n - 1n }],
    ["an amount of zero", { value: 0n }],
    ["the latest times", { validAfter: 2n ** 40n - 1n, validBefore: 2n ** 40n - 1n }],
    ["v of 27", { signature: `0x${R}${S}1b` }],
    ["v of 28 in capitals", { signature: `0x${R}${S}1C` }],
  ];
  for (const [what, changes] of fittingPayments) {
    it(`accepts ${what}`, () => {
      expect(fitsBatch(signed(1, changes))).to.equal(true);
    });
  }

  const unfit: [string, Partial<Payment>][] = [
    ["a larger amount", { value: 2n ** 96n }],
    ["a larger valid after", { validAfter: 2n ** 40n }],
    ["a larger valid before", { validBefore: 2n ** 40n }],
    ["v of 0", { signature: `0x${R}${S}00` }],
    ["v of 1", { signature: `0x${R}${S}01` }],
    ["v of 29", { signature: `0x${R}${S}1d` }],
    ["64 bytes", { signature: `0x${R}${S.slice(2)}1b` }],
    ["66 bytes", { signature: `0x${R}${S}1b1b` }],
    ["no signature", { signature: "0x" }],
  ];
  for (const [what, changes] of unfit) {
    it(`rejects ${what}`, () => {
      expect(fitsBatch(signed(1, changes))).to.equal(false);
    });
  }
});

describe("gasLimitOf", () => {
  it("is the same for each payment by a key, and higher for those by wallets", () => {
    const [none, one, two] = [gasLimitOf([]), gasLimitOf([signed(1)]), gasLimitOf([signed(1), signed(2)])];
    expect(two - one).to.equal(one - none);
    expect(gasLimitOf([signed(1, { alone: true })])).to.be.above(one);
  });

  it("stays within the limit of a transaction for the largest batch", () => {
    const payments = Array.from({ length: MAX_BATCH }, (_, number) => signed(number + 1));
    expect(gasLimitOf(payments)).to.be.at.most(TRANSACTION_GAS);
  });
});
