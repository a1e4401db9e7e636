import { expect } from "chai";
import type { Page } from "playwright-core";
import { transfer } from "../../packages/sdk/src/coin/transfer.js";
import { readBalance } from "../../packages/sdk/src/coin/readBalance.js";
import { shortAddress } from "../../apps/web/src/ui/format.ts";
import { field, onThePage, type OpenPage, type Policy, type TestWallet } from "./harness/index.js";

onThePage("what all flows share", (scene) => {
  /** Opens the service of the harness with a new wallet. */
  async function customer(policy: Policy = "approve"): Promise<OpenPage & { wallet: TestWallet }> {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    wallet.policy = policy;
    const opened = await openPage({ wallet, route: `/services/${await world.service()}` });
    return { ...opened, wallet };
  }

  async function review(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Order it" }).click();
    await page.getByRole("button", { name: "Sign in the wallet" }).waitFor();
  }

  async function order(page: Page): Promise<void> {
    await review(page);
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
  }

  const balanceOf = async (account: string) => readBalance(await scene().world.client("deployer"), { account });

  it("says calmly that the user said no in the wallet, and asks again on demand", async () => {
    const { page, wallet } = await customer("reject");
    await order(page);
    await page.getByText("You said no in the wallet. Nothing was sent.").waitFor();
    expect(await page.evaluate(() => localStorage.getItem("servicecoin.outbox"))).to.equal("[]");
    wallet.policy = "approve";
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
    await page.getByText("You ordered from Weather").waitFor();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(2);
  });

  it("asks the wallet once, however often the user clicks", async () => {
    const { page, wallet } = await customer("hold");
    await review(page);
    const button = page.getByRole("button", { name: "Sign in the wallet" });
    await button.evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
    await page.getByText("Look at your wallet: it asks you to sign.").waitFor();
    await wallet.isAsked("eth_sendTransaction");
    wallet.answer(true);
    await page.getByText("You ordered from Weather").waitFor();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(1);
  });

  it("asks nothing of a wallet that has changed its network or its account since the review", async () => {
    const { page, wallet } = await customer();
    await review(page);
    await wallet.setChain(1);
    await page.getByText("Your wallet is on another network. Switch it to Local chain to sign.").waitFor();
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
    await page.getByText("Your wallet is on another network: switch it first.").waitFor();
    await wallet.setChain(31337);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign in the wallet" }).waitFor();
    const other = await scene().newWallet();
    await wallet.setAccount(other.account);
    await page.getByText(shortAddress(other.address)).first().waitFor();
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
    await page.getByText("Your wallet changed to another account: review it again.").waitFor();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(0);
  });

  it("says before signing what the chain would reject", async () => {
    const { page, wallet } = await customer();
    await field(page, "Price").fill("5");
    await page.getByRole("button", { name: "Order it" }).click();
    await page.getByText("Nothing was sent").waitFor();
    await page.getByText(/has 2 SCV/).waitFor();
    expect(wallet.asked).to.deep.equal([]);
  });

  it("says what the chain rejected after signing", async () => {
    const { world } = scene();
    const { page, wallet } = await customer("hold");
    await order(page);
    await wallet.isAsked("eth_sendTransaction");
    const client = await world.client(wallet.account);
    await transfer(client, { to: world.account("erin").address, amount: await balanceOf(wallet.address) });
    wallet.answer(true);
    await page.getByText("It did not work").waitFor();
    await page.getByRole("dialog").getByText("Transaction").first().waitFor();
  });

  it("goes on when the node was away for a moment", async () => {
    const { page, cutOffNode } = await customer();
    await review(page);
    await page.getByRole("button", { name: "Cancel" }).click();
    const restore = await cutOffNode();
    await page.getByRole("button", { name: "Order it" }).click();
    await page.getByText("Nothing was sent").waitFor();
    await restore();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
    await page.getByText("You ordered from Weather").waitFor();
  });

  it("reads lists after a transaction only from an index that has it", async () => {
    const { world } = scene();
    const { page } = await customer();
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    await order(page);
    await page.getByText("You ordered from Weather").waitFor();
    const block = await world.provider.getBlockNumber();
    const urls: string[] = [];
    page.on("request", (request) => {
      if (request.url().startsWith(world.indexer.url)) urls.push(request.url());
    });
    await page.getByRole("banner").getByText("1.7 SCV").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("link", { name: "Discover" }).click();
    // The page of the service has its name as a heading too.
    await page.getByRole("heading", { name: "Find a service" }).waitFor();
    await page.getByRole("heading", { name: "Weather" }).waitFor();
    expect(urls).to.not.be.empty;
    for (const url of urls.filter((one) => !one.includes("/events"))) {
      expect(Number(new URL(url).searchParams.get("minBlock")), url).to.be.at.least(block);
    }
  });

  it("follows a transaction that the wallet sped up to its end", async () => {
    const { page, wallet } = await customer("pend");
    await order(page);
    await page.getByText("Sent. Waiting for the chain…").waitFor();
    await wallet.speedUp();
    await page.getByText("You ordered from Weather").waitFor();
    expect(await balanceOf(wallet.address)).to.equal(1_700_000_000_000_000_000n);
  });

  it("does not wait for a transaction that the user canceled in the wallet", async () => {
    const { page, wallet } = await customer("pend");
    await order(page);
    await page.getByText("Sent. Waiting for the chain…").waitFor();
    await wallet.cancel();
    await page.getByText(/replaced|canceled/i).waitFor();
    expect(await balanceOf(wallet.address)).to.equal(2_000_000_000_000_000_000n);
  });
});
