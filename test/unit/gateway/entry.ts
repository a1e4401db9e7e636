import { expect } from "chai";
import { Entry } from "../../../packages/gateway/src/settlement/entry.js";
import { paymentOf } from "../../fixtures/gateway.js";

const entryOf = () => new Entry(paymentOf(1), () => undefined);

describe("Entry", () => {
  it("is given up once, and not sent then", () => {
    const entry = entryOf();
    expect([entry.withdraw(), entry.withdraw()]).to.deep.equal([true, false]);
    expect(entry.begin()).to.equal(false);
  });

  it("is not given up when it is being sent, and may be sent again", () => {
    const entry = entryOf();
    expect([entry.begin(), entry.withdraw(), entry.begin()]).to.deep.equal([true, false, true]);
  });

  it("has the last of its transactions", async () => {
    const entry = entryOf();
    expect(entry.transaction).to.equal(undefined);
    entry.markSent("0x01");
    entry.markSent("0x02");
    expect(await entry.sent).to.equal("0x01");
    expect(entry.transaction).to.equal("0x02");
    expect(entry.withdraw()).to.equal(false);
  });
});
