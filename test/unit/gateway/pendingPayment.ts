import { expect } from "chai";
import { PendingPayment } from "../../../packages/gateway/src/settlement/pendingPayment.js";
import { paymentOf } from "../../fixtures/gateway.js";

const pendingOf = () => new PendingPayment(paymentOf(1), () => undefined);

describe("PendingPayment", () => {
  it("is given up once, and not sent then", () => {
    const pending = pendingOf();
    expect([pending.withdraw(), pending.withdraw()]).to.deep.equal([true, false]);
    expect(pending.begin()).to.equal(false);
  });

  it("is not given up when it is being sent, and may be sent again", () => {
    const pending = pendingOf();
    expect([pending.begin(), pending.withdraw(), pending.begin()]).to.deep.equal([true, false, true]);
  });

  it("has the last of its transactions", async () => {
    const pending = pendingOf();
    expect(pending.transaction).to.equal(undefined);
    pending.markSubmitted("0x01");
    pending.markSubmitted("0x02");
    expect(await pending.submitted).to.equal("0x01");
    expect(pending.transaction).to.equal("0x02");
    expect(pending.withdraw()).to.equal(false);
  });
});
