import { expect } from "chai";
import { parseEther } from "ethers";
import type { Page } from "playwright-core";
import { loanOfferLink } from "../../apps/web/src/ui/loanOfferText.ts";
import {
  listPayoutAccounts,
  loanIdOf,
  repayLoan,
  takeLoan,
  voidLoanOffer,
} from "../../packages/sdk/src/credit/index.js";
import { readQuote } from "../../apps/web/src/ui/quoteText.ts";
import { approve, readBalance } from "../../packages/sdk/src/coin/index.js";
import { findDeal, releaseOrder } from "../../packages/sdk/src/orders/index.js";
import { choice, field, onThePage } from "./harness/index.js";
import { offerOf, orderTo } from "./harness/lending.js";

const DAY = 86_400n;
const MONTH = 30n * DAY;

onThePage("credit", (scene) => {
  /** Presses a button of the screen, signs what it leads to, and waits for the result. */
  async function take(page: Page, button: string, result: string | RegExp): Promise<void> {
    await page.getByRole("main").getByRole("button", { name: button, exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText(result).first().waitFor();
  }

  const close = async (page: Page) => {
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  };

  it("lends by an offer, and is repaid: from the lender's form to the last instalment", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const [lender, borrower] = [await newWallet(), await newWallet(await world.newAccount("1"))];
    const desk = await openPage({ wallet: lender, route: "/credit/lend" });
    await field(desk.page, "Amount to lend").fill("1");
    await field(desk.page, "Fixed charge").fill("0.05");
    await field(desk.page, "Borrower (optional)").fill(borrower.address);
    await desk.page.getByRole("button", { name: "Review the offer" }).click();
    const dialog = desk.page.getByRole("dialog");
    await dialog.getByText(/1\.05\sSCV of 1\.05\sSCV are unsecured/).waitFor();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText("Signed. Send it to the borrower").waitFor();
    const link = await dialog.locator("code").first().innerText();
    expect(link).to.match(/#\/credit\/offer\?o=/);
    await dialog.getByRole("img", { name: "The link as a code for a camera" }).waitFor();

    const { page, go } = await openPage({ wallet: borrower, route: link.slice(link.indexOf("#") + 1) });
    await page.getByText("The lender signed exactly these terms and can pay.").waitFor();
    await take(page, "Review and take", "1 SCV arrived at your account.");
    await page.getByRole("dialog").getByRole("link", { name: "Follow the loan" }).click();
    await page.getByText(/^Due: 1\.05\sSCV/).waitFor();
    await field(page, "Amount to repay").fill("0.4");
    await take(page, "Repay", "Paid. 0.65 SCV are still owed.");
    await close(page);
    await take(page, "All of it", "The loan is repaid.");
    await close(page);
    await page.getByText(/^Repaid: 0\.65\sSCV/).waitFor();
    const client = await world.client(lender.account);
    expect(await readBalance(client, { account: lender.address })).to.equal(parseEther("2.05"));

    await go("/credit?side=borrower");
    await page.getByRole("link", { name: /^Loan: 1\sSCV/ }).waitFor();
    await go(link.slice(link.indexOf("#") + 1));
    await page.getByText("This offer was taken.").waitFor();
    expect(await page.getByRole("button", { name: "Review and take" }).count()).to.equal(0);
  });

  it("advances an order that pays a payout account, and collects from it", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const [lender, provider] = [await world.newAccount("3"), await newWallet()];
    const { page, go } = await openPage({ wallet: provider, width: 360, route: "/credit/accounts" });
    await take(page, "Create a payout account", "You have a payout account.");
    await close(page);
    const client = await world.client(provider.account);
    const [account = ""] = await listPayoutAccounts(client, { owner: provider.address });
    const order = await orderTo(world, "alice", account, "1.5");
    await page.getByRole("checkbox", { name: `Order ${order.slice(0, 10)}…` }).check();
    const request = await page.getByRole("main").locator("code").last().innerText();
    expect(request).to.contain(`borrower=${provider.address}&orders=${order}`);

    const offer = await offerOf(world, lender, { amount: parseEther("1"), charge: parseEther("0.1"), orders: [order] });
    await go(loanOfferLink("", offer).slice(1));
    await page.getByText(/must be delivered until .*, or its customer gets the money back/).waitFor();
    await take(page, "Review and take", "1 SCV arrived at your account.");
    await page.getByRole("dialog").getByRole("link", { name: "Follow the loan" }).click();
    await page.getByRole("heading", { name: "Advance on orders" }).waitFor();
    const alice = await world.client("alice");
    await go(`/deals/${order}`);
    await take(page, "Mark as delivered", /^Marked as delivered\./);
    await close(page);
    await go(`/loans/${loanIdOf(client, offer.loan)}`);
    await page.getByRole("heading", { name: "Advance on orders" }).waitFor();
    await releaseOrder(alice, { deal: await findDeal(alice, order) });
    await take(page, "Collect for the lender", "The lender got 1.1 SCV.");
    await close(page);
    await page.getByText(/^Collected: 1\.1\sSCV from orders/).waitFor();
    expect(await readBalance(client, { account: lender.address })).to.equal(parseEther("3.1"));

    await go("/provide/quotes");
    await choice(page, "Paid to").selectOption(account);
    await field(page, "Price").fill("0.2");
    await take(page, "Review quote", "Signed");
    const quote = readQuote(await page.getByRole("dialog").locator("code").first().innerText());
    expect(quote?.deal.payee).to.equal(account);
    await close(page);

    await go("/credit/accounts");
    await take(page, "Withdraw", /SCV arrived at your account\./);
    await close(page);
    expect(await readBalance(client, { account })).to.equal(0n);
  });

  it("enforces a loan that nobody repays: a stranger collects it from the borrower's allowance", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const [lender, borrower] = [await world.newAccount("3"), await world.newAccount("3")];
    const taker = await world.client(borrower);
    const terms = { amount: parseEther("1"), charge: parseEther("0.1"), dueWithin: DAY, pull: true };
    const { loanId } = await takeLoan(taker, await offerOf(world, lender, terms));
    await approve(taker, { spender: taker.addresses.Credit, amount: parseEther("3") });
    await world.pass(2 * Number(DAY));
    await world.indexed();

    const { page } = await openPage({ wallet: await newWallet(), route: `/loans/${loanId}` });
    await take(page, "Collect for the lender", "The lender got 1.1 SCV.");
    await close(page);
    await page.getByText(/^Collected: 1\.1\sSCV from the allowance/).waitFor();
    expect(await readBalance(taker, { account: lender.address })).to.equal(parseEther("3.1"));
    expect(await readBalance(taker, { account: borrower.address })).to.equal(parseEther("2.9"));
  });

  it("lets a lender forgive and withdraw, and sends nothing that became impossible meanwhile", async function () {
    this.timeout(120_000);
    const { world, openPage, newWallet } = scene();
    const [wallet, borrower] = [await newWallet(await world.newAccount("6")), await world.newAccount("3")];
    const terms = { amount: parseEther("1"), dueWithin: MONTH, pull: true };
    const lent = await offerOf(world, wallet.account, terms);
    const other = await offerOf(world, wallet.account, { ...terms, amount: parseEther("2") });
    const taker = await world.client(borrower);
    const { loanId } = await takeLoan(taker, other);
    await approve(taker, { spender: taker.addresses.Credit, amount: parseEther("3") });
    await world.indexed();

    const { page, go } = await openPage({ wallet, route: `/loans/${loanId}` });
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Forgive the rest" }).click();
    await dialog.getByText("You give up").waitFor();
    await repayLoan(taker, { loanId });
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText(/is ended, which does not allow this/).waitFor();
    await close(page);

    const lender = await world.client(wallet.account);
    await approve(lender, { spender: lender.addresses.Credit, amount: parseEther("1") });
    const { loanId: second } = await takeLoan(taker, lent);
    await world.indexed();
    await go(`/loans/${second}`);
    await take(page, "Forgive the rest", "The loan is forgiven.");
    await close(page);

    const third = await offerOf(world, wallet.account, { ...terms, amount: parseEther("0.5") });
    await go(loanOfferLink("", third).slice(1));
    await take(page, "Withdraw this offer", "The offer is withdrawn.");
    await close(page);
    expect(
      await voidLoanOffer.simulate(lender, { loan: third.loan }).catch((error: unknown) => String(error)),
    ).to.match(/is voided/);
  });
});
