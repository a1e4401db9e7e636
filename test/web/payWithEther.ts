import { expect } from "chai";
import { parseEther } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/readBalance.js";
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

    // A fifth of what the pair has: it is not offered.
    await review("6");
    await dialog.getByText("Nothing was sent").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();

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
    const { page } = await openPage({ wallet, route: "/pay" });
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
    await dialog
      .getByText(/^You paid|1 SCV/)
      .first()
      .waitFor();
    await dialog.locator('[data-stage="done"]').waitFor();
    const client = await world.client(wallet.account);
    expect(await readBalance(client, { account: to })).to.equal(parseEther("1"));
    expect(await readBalance(client, { account: wallet.address })).to.equal(parseEther("50"));
  });
});
