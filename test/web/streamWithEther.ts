import { expect } from "chai";
import { parseEther } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { findDeal } from "../../packages/sdk/src/orders/index.js";
import { readStream } from "../../packages/sdk/src/streams/index.js";
import { field, onThePage } from "./harness/index.js";
import { addLiquidity } from "./harness/liquidity.js";

onThePage("streams paid with ether", (scene) => {
  let takeOut: (() => Promise<void>) | undefined;

  before(async () => {
    takeOut = await addLiquidity(scene().world, { scv: "30", eth: "3" });
  });

  after(async () => {
    await takeOut?.();
  });

  it("opens a stream and adds funds to it, for what was asked and for no more ether than shown", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet(await world.newAccount("0"));
    const client = await world.client(wallet.account);
    const etherOf = () => world.provider.getBalance(wallet.address);
    const { page } = await openPage({ wallet, route: `/services/${await world.service()}` });
    const dialog = page.getByRole("dialog");
    /** Signs what is reviewed. @returns Wei that left, the network fee included, and the most that the review said */
    const sign = async (result: RegExp) => {
      await dialog.getByText("You pay, at the price now").waitFor();
      expect(await dialog.getByRole("radio", { name: "Pay with ether" }).isChecked()).to.equal(true);
      const most = /At most\s*([\d.]+)\sETH/.exec(await dialog.innerText())?.[1] ?? "";
      const before = await etherOf();
      await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
      await dialog.getByText(result).waitFor();
      return { left: before - (await etherOf()), most: parseEther(most) };
    };

    await page.getByText("Stream", { exact: true }).click();
    await field(page, "Amount in all").fill("0.6");
    await field(page, "Pay in now").fill("0.2");
    await page.getByRole("button", { name: "Start the stream" }).click();
    const opened = await sign(/^The stream to Weather runs\. You paid in 0\.2/);
    await dialog.getByRole("link", { name: "Follow the stream" }).click();
    await page.getByRole("heading", { name: "Stream: Weather" }).waitFor();
    const deal = await findDeal(client, /0x[0-9a-f]{64}/.exec(page.url())?.[0] ?? "");
    expect(deal.payer).to.equal(wallet.address);
    const { funded } = await readStream(client, deal);

    await field(page, "Amount").fill("0.1");
    await page.getByRole("button", { name: "Add funds" }).click();
    const toppedUp = await sign(/^You added 0\.1/);
    const gas = parseEther("0.01");
    for (const { left, most } of [opened, toppedUp]) {
      expect(left).to.be.above(0n);
      expect(left).to.be.below(most + gas);
    }
    expect(opened.left).to.be.above(toppedUp.left);
    expect((await readStream(client, deal)).funded - funded).to.equal(parseEther("0.1"));
    expect(funded).to.be.within(parseEther("0.2") - 2_592_000n, parseEther("0.2"));
    expect(await readBalance(client, { account: wallet.address })).to.equal(0n);
    expect(wallet.countOf("eth_sendTransaction")).to.equal(2);
  });
});
