import { expect } from "chai";
import { field, onThePage } from "./harness/index.js";
import { readCode } from "./harness/readCode.js";

onThePage("QR code", (scene) => {
  it("is read by a phone from the dark screen, as a transfer of the coin to the account", async () => {
    const { world, openPage } = scene();
    const { page, context } = await openPage({ account: "dave", scheme: "dark", width: 360, route: "/pay/request" });
    await field(page, "Amount").fill("1.25");
    const code = page.getByRole("img", { name: "Code for phone wallets" });
    const read = await readCode(code, context);
    const coin = world.deployment.contracts.ServiceCoin.address;
    const to = world.account("dave").address;
    expect(read).to.equal(`ethereum:${coin}@31337/transfer?address=${to}&uint256=1250000000000000000`);
  });
});
