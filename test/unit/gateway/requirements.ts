import { expect } from "chai";
import { limitOf } from "../../../packages/gateway/src/facilitator/requirements.js";
import { paymentOf } from "../../fixtures/gateway.js";

const payment = paymentOf(1);
const OTHER = `0x${"ab".repeat(20)}`;

describe("limitOf", () => {
  it("serves every payment by default", () => {
    expect(limitOf(paymentOf(1, { value: 0n }), {})).to.equal(undefined);
  });

  it("rejects payees that are not served", () => {
    expect(limitOf(payment, { payees: [OTHER, payment.to.toUpperCase().replace("0X", "0x")] })).to.equal(undefined);
    expect(limitOf(payment, { payees: [OTHER] })).to.equal("payee_not_served");
    expect(limitOf(payment, { payees: [] })).to.equal("payee_not_served");
  });

  it("rejects amounts below the minimum", () => {
    expect(limitOf(payment, { minAmount: payment.value })).to.equal(undefined);
    expect(limitOf(payment, { minAmount: payment.value + 1n })).to.equal("amount_too_small");
  });
});
