import { expect } from "chai";
import { INTERFACES } from "../../../packages/sdk/src/core/abis.js";
import { keyOf, type Payment } from "../../../packages/gateway/src/settlement/payment.js";
import { usesIn, type CoinLog } from "../../../packages/gateway/src/settlement/uses.js";
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

describe("usesIn", () => {
  it("finds what was made, and leaves out what was not", () => {
    const logs = [usedBy(one), movedBy(one)];
    expect([...usesIn(logs, COIN, [one, paymentOf(2)])]).to.deep.equal([keyOf(one)]);
  });

  it("tells two payments apart that have the same parties and amount", () => {
    expect([...usesIn([usedBy(twin), movedBy(twin)], COIN, [one, twin])]).to.deep.equal([keyOf(twin)]);
  });

  it("takes no transfer alone, and no authorization alone", () => {
    expect(usesIn([movedBy(one)], COIN, [one]).size).to.equal(0);
    expect(usesIn([usedBy(one)], COIN, [one]).size).to.equal(0);
    expect(usesIn([movedBy(one), usedBy(one)], COIN, [one]).size).to.equal(0);
  });

  it("takes no other payment with the nonce", () => {
    const other = paymentOf(1, { value: 1n });
    expect(usesIn([usedBy(other), movedBy(other)], COIN, [one]).size).to.equal(0);
  });

  it("takes no log of another contract", () => {
    expect(usesIn([usedBy(one, OTHER), movedBy(one, OTHER)], COIN, [one]).size).to.equal(0);
    expect(usesIn([usedBy(one), movedBy(one, OTHER)], COIN, [one]).size).to.equal(0);
  });
});
