import { expect } from "chai";
import { onThePage, type OpenPage, type Policy, type TestWallet } from "./harness/index.js";

onThePage("reload in the middle", (scene) => {
  async function ordering(policy: Policy): Promise<OpenPage & { wallet: TestWallet }> {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    wallet.policy = policy;
    const opened = await openPage({ wallet, route: `/services/${await world.service()}` });
    await opened.page.getByRole("button", { name: "Order it" }).click();
    await opened.page.getByRole("button", { name: "Sign in the wallet" }).click();
    await wallet.isAsked("eth_sendTransaction");
    return { ...opened, wallet };
  }

  it("finds what the wallet sent after the page that asked was gone", async () => {
    const { page, wallet } = await ordering("hold");
    await page.getByText("Look at your wallet").waitFor();
    await page.reload();
    await page.getByText("Your wallet was asked. If you approved, it appears here once it is mined.").waitFor();
    wallet.answer(true);
    await page.getByText("Confirmed").waitFor();
    await page.getByRole("banner").getByText("1.7 SCV").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("Confirmed").waitFor({ state: "detached" });
    expect(wallet.countOf("eth_sendTransaction")).to.equal(1);
  });

  it("finds what was sent, also when the wallet replaced it meanwhile", async () => {
    const { page, wallet } = await ordering("pend");
    await page.getByText("Sent. Waiting for the chain…").waitFor();
    await page.reload();
    await page.getByText("Sent, not mined yet").waitFor();
    // The page finds it by its nonce, whether it saw the first one or not.
    await wallet.cancel(false);
    await page.getByText("Replaced in your wallet by another transaction").waitFor();
  });

  it("forgets what it sent to a local chain that was started anew", async () => {
    const { world } = scene();
    const { page, wallet, context } = await ordering("pend");
    await page.getByText("Sent. Waiting for the chain…").waitFor();
    // The same contracts at the same addresses, on a chain that begins with another block.
    const config = structuredClone(world.config) as { networks: [{ deployment: { genesisHash: string } }] };
    config.networks[0].deployment.genesisHash = `0x${"12".repeat(32)}`;
    await context.route("**/config.json", (route) => route.fulfill({ json: config }));
    await page.reload();
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    expect(await page.getByText("Sent, not mined yet").count()).to.equal(0);
    await wallet.mine();
  });
});
