import { expect } from "chai";
import { INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import { keyOf, type Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { provenPayments, type CoinLog } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import { paymentOf } from "../../fixtures/gateway.js";

const COIN = "0x00000000000000000000000000000000000c0111";
const OTHER = "0x0000000000000000000000000000000000000bad";

function logOf(name: "AuthorizationUsed" | "Transfer", args: unknown[], address = COIN): CoinLog {
  return { address, ...INTERFACES.ServiceCoin.encodeEventLog(name, args) };
}

const usedBy = ({ from, nonce }: Payment, address = COIN) => logOf("AuthorizationUsed", [from, nonce], address);
const movedBy = ({ from, to, value }: Payment, address = COIN) => logOf("Transfer", [from, to, value], address);
const one = paymentOf(1);
/** The same parties and amount. */
const twin = paymentOf(1, { nonce: paymentOf(2).nonce });

describe("provenPayments", () => {
  it("finds the payments that were made, and no others", () => {
    const logs = [usedBy(one), movedBy(one)];
    expect([...provenPayments(logs, COIN, [one, paymentOf(2)])]).to.deep.equal([keyOf(one)]);
  });

  it("distinguishes two payments with the same parties and amount", () => {
    expect([...provenPayments([usedBy(twin), movedBy(twin)], COIN, [one, twin])]).to.deep.equal([keyOf(twin)]);
  });

  it("accepts neither a transfer alone nor an authorization alone", () => {
    expect(provenPayments([movedBy(one)], COIN, [one]).size).to.equal(0);
    expect(provenPayments([usedBy(one)], COIN, [one]).size).to.equal(0);
    expect(provenPayments([movedBy(one), usedBy(one)], COIN, [one]).size).to.equal(0);
  });

  it("does not accept a different payment with the same nonce", () => {
    const other = paymentOf(1, { value: 1n });
    expect(provenPayments([usedBy(other), movedBy(other)], COIN, [one]).size).to.equal(0);
  });

  it("ignores logs of other contracts", () => {
    expect(provenPayments([usedBy(one, OTHER), movedBy(one, OTHER)], COIN, [one]).size).to.equal(0);
    expect(provenPayments([usedBy(one), movedBy(one, OTHER)], COIN, [one]).size).to.equal(0);
  });
});
