import { expect } from "chai";
import { formatEther, parseEther } from "ethers";
import type { Page } from "playwright-core";
import { readBalance } from "../../packages/sdk/src/coin/readBalance.js";
import { field, onThePage } from "./harness/index.js";

const SIGN = "Sign in the wallet";

/** Approves the review in the wallet, and waits for the result. */
async function sign(page: Page, result: string | RegExp): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: SIGN }).click();
  await page.getByRole("dialog").getByText(result).first().waitFor();
}

/** An address with the ends of another. */
function imitationOf(address: string): string {
  return `${address.slice(0, 6)}${"1".repeat(32)}${address.slice(-4)}`.toLowerCase();
}

/** Lines of a table that pay as many new accounts. */
function table(count: number, begin: number): { text: string; receivers: string[] } {
  const receivers = Array.from({ length: count }, (_, index) => `0x${(begin + index).toString(16).padStart(40, "5")}`);
  return { text: receivers.map((to) => `${to};0,001`).join("\r\n"), receivers };
}

onThePage("payments", (scene) => {
  const scvOf = async (account: string) =>
    formatEther(await readBalance(await scene().world.client("deployer"), { account }));

  it("fills the form from a link, pays with its reference, and warns of a look-alike", async () => {
    const { openPage, newWallet, world } = scene();
    const wallet = await newWallet();
    const { address } = world.account("provider");
    const { page, go } = await openPage({ wallet, route: `/pay?to=${address}&amount=0.25&reference=invoice+17` });
    await page.getByText("Somebody asks you for a payment").waitFor();
    await page.getByRole("button", { name: "Review payment" }).click();
    await page.getByRole("dialog").getByText("This is your first payment to this address.").waitFor();
    await sign(page, "You paid 0.25");
    await page.getByRole("dialog").getByRole("link", { name: "See your payments" }).click();
    await page.getByRole("cell", { name: "invoice 17" }).waitFor();

    await go(`/pay?to=${imitationOf(address)}&amount=0.25`);
    await page
      .getByRole("alert")
      .getByText(/begins and ends like one that you paid before/)
      .waitFor();
    await page.getByRole("button", { name: "Review payment" }).click();
    await page
      .getByRole("dialog")
      .getByText(/begins and ends like one that you paid before/)
      .waitFor();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(1);
  });

  it("pays a table in parts, and after a no in the middle only what is left", async function () {
    const { openPage, newWallet, world } = scene();
    const wallet = await newWallet(await world.newAccount("2"));
    const { page } = await openPage({ wallet, route: "/pay/many" });
    const { text, receivers } = table(800, 0x1000);
    const file = { name: "payroll.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${text}`) };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: "Review 800 payments" }).click();
    await page.getByRole("dialog").getByRole("button", { name: SIGN }).waitFor();
    wallet.policy = "hold";
    await page.getByRole("dialog").getByRole("button", { name: SIGN }).click();
    await wallet.isAsked("eth_sendTransaction");
    wallet.policy = "reject";
    wallet.answer(true);
    await page.getByRole("dialog").getByText("Only a part is done").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    wallet.policy = "approve";
    await page.getByRole("button", { name: /^Pay the other/ }).click();
    await sign(page, "All 800 payments are made.");
    await world.indexed();
    expect(await Promise.all([0, 399, 400, 799].map(async (index) => scvOf(receivers[index] ?? "")))).to.deep.equal(
      Array.from({ length: 4 }, () => "0.001"),
    );
  });

  it("says line by line what of a table cannot be paid", async () => {
    const { openPage, newWallet } = scene();
    const { page } = await openPage({ wallet: await newWallet(), route: "/pay/many" });
    await field(page, "Payments").fill(`${table(1, 0x9000).text}\nCarl;1\n0x12;1`);
    await page.getByText("2 lines cannot be paid. Correct them first.").waitFor();
    await page.getByText(/Line 2: “Carl”/).waitFor();
    expect(await page.getByRole("button", { name: "Review 1 payment" }).isDisabled()).to.equal(true);
  });
});

onThePage("provider desk", (scene) => {
  it("registers a service, changes its price, and refuses what is no web address", async () => {
    const { openPage, newWallet } = scene();
    const { page } = await openPage({ wallet: await newWallet(), route: "/provide" });
    await field(page, "Name").fill("Rain by the hour");
    await field(page, "Price").fill("0.05");
    await field(page, "Endpoint").fill("rain.example");
    await page.getByRole("button", { name: "Review registration" }).click();
    await page.getByText("Enter a web address that begins with https://").waitFor();
    await field(page, "Endpoint").fill("https://rain.example");
    await page.getByRole("button", { name: "Review registration" }).click();
    await sign(page, "Rain by the hour is registered.");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Edit Rain by the hour" }).click();
    await field(page, "Price").first().fill("0.06");
    await page.getByRole("button", { name: "Review changes" }).click();
    await sign(page, "Rain by the hour is changed.");
    await page.getByRole("listitem").getByText("0.06").first().waitFor();
  });

  it("signs a quote that a customer in another browser accepts, and nobody else's terms", async () => {
    const { openPage, newWallet } = scene();
    const { page: provider } = await openPage({ wallet: await newWallet(), route: "/provide/quotes" });
    await field(provider, "Price").fill("0.75");
    await provider.getByRole("button", { name: "Review quote" }).click();
    await sign(provider, "The quote is signed.");
    const [link = "", text = ""] = await provider.getByRole("dialog").locator("code").allInnerTexts();

    const { page: customer, go } = await openPage({
      wallet: await newWallet(),
      route: link.slice(link.indexOf("#") + 1),
    });
    await customer.getByText("Signed by the provider").waitFor();
    await customer.getByRole("button", { name: "Review and accept" }).click();
    await sign(customer, "You accepted the quote.");
    await customer.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await go("/pay/quote");
    await field(customer, "Quote").fill(text.replace(String(parseEther("0.75")), String(parseEther("0.0075"))));
    await customer.getByText("This quote cannot be accepted").waitFor();
    await provider.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await provider.getByRole("tab", { name: "My services" }).click();
    await provider.getByText("Deliver until").waitFor();
  });
});
