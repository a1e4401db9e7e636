import { expect } from "chai";
import { payingFetch } from "../../packages/gateway/src/buying/payingFetch.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway } from "../fixtures/liveGateway.js";

onEveryNode("gateway: paying", (live) => {
  const gateway = withGateway(live);

  it("responds 402 without a payment, and sells for one", async () => {
    const shop = await gateway().shop((_request, response) => {
      response.json({ report: "rain" });
    });
    const unpaid = await fetch(`${shop.url}/report`);
    expect([unpaid.status, shop.runs]).to.deep.equal([402, 0]);
    const pay = payingFetch(gateway().client("alice"), { maxPerPayment: PRICE, maxPerDay: 10n * PRICE });
    await expectPaid(gateway(), "alice", 2, async () => {
      for (let count = 1; count <= 2; count++) {
        const response = await pay(`${shop.url}/report`);
        expect([response.status, await response.json(), shop.runs]).to.deep.equal([200, { report: "rain" }, count]);
      }
    });
  });

  it("pays on a chain whose time was moved forward by a month", async () => {
    const shop = await gateway().shop((_request, response) => {
      response.send("rain");
    });
    await live().pass(86_400 * 30);
    const pay = payingFetch(gateway().client("alice"), { maxPerPayment: PRICE, maxPerDay: 10n * PRICE });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await pay(shop.url)).status).to.equal(200);
    });
  });
});
