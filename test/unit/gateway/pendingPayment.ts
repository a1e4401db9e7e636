import { expect } from "chai";
import { PendingPayment } from "../../../packages/gateway/src/settlement/pendingPayment.js";
import { paymentOf } from "../../fixtures/gateway.js";

const pendingOf = () => new PendingPayment(paymentOf(1), () => undefined);

describe("PendingPayment", () => {
  it("is withdrawn once, and cannot be sent afterwards", () => {
    const pending = pendingOf();
    expect([pending.withdraw(), pending.withdraw()]).to.deep.equal([true, false]);
    expect(pending.begin()).to.equal(false);
  });

  it("cannot be withdrawn while it is being sent, and may be sent again", () => {
    const pending = pendingOf();
    expect([pending.begin(), pending.withdraw(), pending.begin()]).to.deep.equal([true, false, true]);
  });

  it("reports its first submission and its latest transaction", async () => {
    const pending = pendingOf();
    expect(pending.transaction).to.equal(undefined);
    pending.markSubmitted("0x01");
    pending.markSubmitted("0x02");
    expect(await pending.submitted).to.equal("0x01");
    expect(pending.transaction).to.equal("0x02");
    expect(pending.withdraw()).to.equal(false);
  });
});
