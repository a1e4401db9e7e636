import { expect } from "chai";
import { parseEther } from "ethers";
import type { Page } from "playwright-core";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { createPayoutAccount, listPayoutAccounts, readPayoutAccount } from "../../packages/sdk/src/credit/index.js";
import { findDeal, readDeal } from "../../packages/sdk/src/orders/index.js";
import { draftStream, openStream } from "../../packages/sdk/src/streams/index.js";
import { violations } from "./harness/accessibility.js";
import { field, onThePage } from "./harness/index.js";
import { orderTo } from "./harness/lending.js";

onThePage("payout accounts", (scene) => {
  /** Presses a button of the screen, signs what it leads to, waits for the result, and closes the dialog. */
  async function take(page: Page, button: string, result: string | RegExp): Promise<void> {
    await page.getByRole("main").getByRole("button", { name: button, exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText(result).first().waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await dialog.waitFor({ state: "detached" });
  }

  it("moves a payout account to another owner in two steps, and takes an offer back", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const [wallet, next] = [await newWallet(), await newWallet()];
    const owner = await world.client(wallet.account);
    const { account } = await createPayoutAccount(owner, {});
    const receiver = await openPage({ wallet: next, route: "/credit/accounts" });
    await receiver.page.getByText("A payout account is an address of yours to be paid at.").waitFor();
    const { page } = await openPage({ wallet, width: 360, route: "/credit/accounts" });
    await page.getByRole("button", { name: "Transfer to another owner" }).click();
    await page.getByRole("button", { name: "Review the transfer" }).click();
    await page.getByText("Enter something.").waitFor();
    await field(page, "Next owner").fill(wallet.address);
    await page.getByText("This account owns it already.").waitFor();
    await field(page, "Next owner").fill(account);
    await page.getByText("A payout account cannot own itself.").waitFor();
    await page.getByRole("button", { name: "Review the transfer" }).click();
    expect(await page.getByRole("dialog").count()).to.equal(0);
    expect(await violations(page, ["color-contrast", "label"])).to.deep.equal([]);
    await field(page, "Next owner").fill(next.address);
    await take(page, "Review the transfer", /^Offered\. The next owner finds it/);
    expect((await readPayoutAccount(owner, account)).pendingOwner).to.equal(next.address);
    await receiver.page.getByRole("heading", { name: "Payout accounts offered to you" }).waitFor();

    await take(page, "Withdraw the offer", "The offer is withdrawn. The payout account stays yours.");
    expect((await readPayoutAccount(owner, account)).pendingOwner).to.equal(undefined);
    await receiver.page.getByRole("button", { name: "Review and accept" }).waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Transfer to another owner" }).click();
    await field(page, "Next owner").fill(next.address);
    await take(page, "Review the transfer", /^Offered\./);
    await take(receiver.page, "Review and accept", "The payout account is yours.");
    await receiver.page.getByRole("button", { name: "Transfer to another owner" }).waitFor();
    expect(await listPayoutAccounts(owner, { owner: next.address })).to.deep.equal([account]);
    await page.getByText("A payout account is an address of yours to be paid at.").waitFor();
  });

  it("does not let an account accept what was offered to somebody else meanwhile", async () => {
    const { world, openPage, newWallet } = scene();
    const [owner, next] = [await world.newAccount(), await newWallet()];
    const client = await world.client(owner);
    const { account } = await createPayoutAccount(client, {});
    await (await client.credit.transferAccount(account, next.address)).wait();
    await world.indexed();
    const { page } = await openPage({ wallet: next, route: "/credit/accounts" });
    await page.getByRole("button", { name: "Review and accept" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/^You become the owner/).waitFor();
    await (await client.credit.transferAccount(account, (await world.newAccount()).address)).wait();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText(/is not allowed to do this/).waitFor();
    expect(next.countOf("eth_sendTransaction")).to.equal(0);
  });

  it("lists the deals of the owner's payout accounts, and acts for them as the payee", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const provider = await world.client(wallet.account);
    const { account } = await createPayoutAccount(provider, {});
    const order = await orderTo(world, "alice", account, "0.5");
    const alice = await world.client("alice");
    const stream = await draftStream(alice, { payee: account, amount: parseEther("0.3"), duration: 3_600n });
    await openStream(alice, { deal: stream, amount: parseEther("0.3") });
    await world.pass(4_000);
    await world.indexed();

    const { page, go } = await openPage({ wallet, route: "/deals" });
    const marked = page.getByText(`Payout account ${account.slice(0, 6)}…${account.slice(-4)}`);
    await page.getByRole("button", { name: "Claim", exact: true }).waitFor();
    expect(await marked.count()).to.equal(2);
    await take(page, "Mark as delivered", /^Marked as delivered\./);
    expect((await readDeal(provider, await findDeal(provider, order))).state).to.equal("delivered");
    await take(page, "Claim", /^The provider received 0\.29\d+\sSCV\.$/);
    expect(await readBalance(provider, { account })).to.be.above(parseEther("0.299"));

    await go("/deals?side=payer");
    await page.getByText("You have no such deal yet.").waitFor();
    await go("/deals?side=payee&kind=stream");
    await page.getByRole("link", { name: /^Stream/ }).waitFor();
    expect(await marked.count()).to.equal(1);
  });
});
