import { expect } from "chai";
import { parseEther } from "ethers";
import { quoteLink } from "../../apps/web/src/ui/quoteText.ts";
import { quoteCheckout } from "../../packages/sdk/src/checkout/index.js";
import { readBalance, transfer } from "../../packages/sdk/src/coin/index.js";
import { draftOrder, readDeal } from "../../packages/sdk/src/orders/index.js";
import { dealOfQuote, signQuote } from "../../packages/sdk/src/quotes/index.js";
import { violations } from "./harness/accessibility.js";
import { choice, field, onThePage } from "./harness/index.js";
import { addLiquidity } from "./harness/liquidity.js";

/** Of what this dialog adds; the banner of every dialog is none of it. */
const RULES = ["color-contrast", "label", "select-name", "aria-allowed-attr", "aria-required-children"];

onThePage("paying with ether", (scene) => {
  let takeOut: (() => Promise<void>) | undefined;

  before(async () => {
    takeOut = await addLiquidity(scene().world, { scv: "30", eth: "3" });
  });

  after(async () => {
    await takeOut?.();
  });

  it("shows ether first to who has no SCV, refuses a bad price, and pays an order", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet(await world.newAccount("0"));
    const { page } = await openPage({ wallet, width: 360, route: `/services/${await world.service()}` });
    const dialog = page.getByRole("dialog");
    const review = async (price: string) => {
      await field(page, "Price").fill(price);
      await page.getByRole("button", { name: "Order it" }).click();
    };
    const close = async () => {
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "detached" });
    };

    // A fifth of what the pair has.
    await review("6");
    await dialog.getByText(/Above 15 % this page does not buy/).waitFor();
    await close();

    await review("2");
    await dialog.getByText(/This purchase moves the price by \d/).waitFor();
    await close();

    await review("0.3");
    await dialog.getByText("You pay, at the price now").waitFor();
    expect(await dialog.getByRole("radio", { name: "Pay with ether" }).isChecked()).to.equal(true);
    expect(await violations(page, RULES)).to.deep.equal([]);
    await dialog.getByText("Pay with SCV", { exact: true }).click();
    await dialog.getByText(/has 0\s/).waitFor();
    expect(await dialog.getByRole("button", { name: "Sign in the wallet" }).count()).to.equal(0);
    await dialog.getByText("Pay with ether", { exact: true }).click();
    await choice(dialog, "Price may rise by").selectOption("300");
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText("You ordered from Weather").waitFor();
    const client = await world.client(wallet.account);
    expect(await readBalance(client, { account: wallet.address })).to.equal(0n);
    expect(wallet.countOf("eth_sendTransaction")).to.equal(1);
  });

  it("pays an account that way on demand, and refuses what the pair or the account does not have", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet(await world.newAccount("50", "1"));
    const { page, go } = await openPage({ wallet, route: "/pay" });
    const dialog = page.getByRole("dialog");
    const to = (await world.newAccount("0")).address;
    const review = async (amount: string) => {
      await field(page, "To").fill(to);
      await field(page, "Amount").fill(amount);
      await page.getByRole("button", { name: "Review payment" }).click();
      await dialog.getByText("Pay with ether", { exact: true }).click();
    };
    await review("40");
    await dialog.getByText("The trading pair does not have this much SCV for sale. Pay with SCV.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await review("10");
    await dialog.getByText(/Above 15 % this page does not buy/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await review("1");
    await dialog.getByText("You pay, at the price now").waitFor();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.locator('[data-stage="done"]').waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    const client = await world.client(wallet.account);
    expect(await readBalance(client, { account: to })).to.equal(parseEther("1"));
    expect(await readBalance(client, { account: wallet.address })).to.equal(parseEther("50"));

    // Somebody else buys between review and signature.
    await review("0.5");
    await dialog.getByText("You pay, at the price now").waitFor();
    const other = await world.client(await world.newAccount("0"));
    const amount = parseEther("2");
    await transfer(other, { to, amount, withEther: await quoteCheckout(other, { amount, slippageBps: 1_000n }) });
    const asked = wallet.asked.length;
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText(/more than the maximum of .*: the price has risen/).waitFor();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(1);
    expect(wallet.asked.length - asked).to.be.at.most(1);
    await dialog.getByRole("button", { name: "Close" }).last().click();

    const provider = await world.client("provider");
    const deal = await draftOrder(provider, { payee: world.account("provider").address, price: parseEther("0.4") });
    const quote = await signQuote(provider, { deal });
    await go(quoteLink("", quote).slice(1));
    await page.getByRole("button", { name: "Review and accept" }).click();
    await dialog.getByText("Pay with ether", { exact: true }).click();
    await dialog.getByText("You pay, at the price now").waitFor();
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.locator('[data-stage="done"]').waitFor();
    const { funded } = await readDeal(client, await dealOfQuote(client, quote));
    expect(funded).to.equal(parseEther("0.4"));
    expect(await readBalance(client, { account: wallet.address })).to.equal(parseEther("50"));
  });
});
