import { expect } from "chai";
import { HDNodeWallet, parseEther } from "ethers";
import type { Page } from "playwright-core";
import { approve } from "../../packages/sdk/src/coin/index.js";
import { accountOf } from "../../packages/sdk/src/core/client.js";
import { readRating } from "../../packages/sdk/src/feedback/index.js";
import { acceptMandate, draftMandate } from "../../packages/sdk/src/mandates/index.js";
import {
  deliverOrder,
  draftOrder,
  openOrder,
  readDeal,
  releaseOrder,
  type OrderDraft,
} from "../../packages/sdk/src/orders/index.js";
import { REGISTRATION_TYPE } from "../../packages/sdk/src/registration/schema.js";
import { toDataUri } from "../../packages/sdk/src/registration/uri.js";
import { registerService } from "../../packages/sdk/src/services/index.js";
import { choice, field, onThePage, type OpenPage } from "./harness/index.js";
import { holdMandate } from "./harness/mandate.js";

const DAY = 86_400;

onThePage("deals", (scene) => {
  /** Presses a button of the screen, signs what it leads to, and waits for the result. */
  async function take(page: Page, button: string | RegExp, result: string | RegExp): Promise<void> {
    await page.getByRole("main").getByRole("button", { name: button, exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Sign/ }).click();
    await dialog.getByText(result).waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
  }

  /** The same user in the test process and in a browser. */
  async function customer(route?: string): Promise<OpenPage & { account: HDNodeWallet }> {
    const { openPage, newWallet } = scene();
    const wallet = await newWallet();
    const opened = await openPage({ wallet, ...(route !== undefined && { route }) });
    return { ...opened, account: wallet.account };
  }

  /** Orders from the provider of the harness, without the page. */
  async function ordered(account: HDNodeWallet, draft: Partial<OrderDraft> = {}) {
    const { world } = scene();
    const payer = await world.client(account);
    const payee = world.account("provider").address;
    const deal = await draftOrder(payer, { payee, price: parseEther("0.4"), ...draft });
    const { dealId } = await openOrder(payer, { deal });
    // Its screen says so where there is no such deal.
    await world.indexed();
    return { deal, route: `/deals/${dealId}`, read: () => readDeal(payer, deal) };
  }

  it("rates the service that the customer chooses, where a wallet has several", async () => {
    const { world } = scene();
    const provider = await world.client(await world.newAccount());
    const ids: bigint[] = [];
    for (const name of ["Sun", "Moon"]) {
      const base = { services: [], registrations: [], x402Support: false };
      const uri = toDataUri({ ...base, type: REGISTRATION_TYPE, name, description: name });
      const terms = { category: "sky", price: parseEther("0.4"), unit: "day" };
      ids.push((await registerService(provider, { uri, ...terms })).agentId);
    }
    const { page, go, account } = await customer();
    const { deal, route } = await ordered(account, { payee: await accountOf(provider) });
    await releaseOrder(await world.client(account), { deal });
    await world.indexed();
    await go(route);
    const rate = page.getByRole("main").getByRole("button", { name: "Rate the service" });
    await rate.click();
    await page.getByText("Choose the service").last().waitFor();
    await choice(page, "Which service did you pay for?").selectOption("Moon");
    await take(page, "Rate the service", /You rated Moon 90 of 100/);
    const [, moon = 0n] = ids;
    expect(await readRating(provider, moon)).to.include({ count: 1n });
  });

  it("goes from the order through a dispute and its decision to the rating", async () => {
    const { world, openPage } = scene();
    const { page: payer } = await customer(`/services/${await world.service()}`);
    await field(payer, "Arbiter (optional)").fill(world.account("erin").address);
    await take(payer, "Order it", "You ordered from Weather");
    await payer.getByRole("link", { name: "My deals" }).click();
    await payer.getByRole("link", { name: /^Order(: Weather)?$/ }).click();
    await payer.getByText("You are the customer.").waitFor();
    const route = new URL(payer.url()).hash.slice(1);

    const { page: provider } = await openPage({ account: "provider", route });
    await field(provider, "Note for the customer").fill("parcel 17");
    await take(provider, "Mark as delivered", "The customer has 3 days");

    await payer.getByText("parcel 17").waitFor();
    await field(payer, "What is wrong?").fill("wrong city");
    await take(payer, "Dispute it", "The arbiter has 30 days");

    const { page: arbiter } = await openPage({ account: "erin", route: "/deals" });
    await arbiter.getByRole("heading", { name: "Disputes for you to decide" }).waitFor();
    await arbiter.getByRole("main").getByRole("link", { name: "Decide it" }).click();
    await arbiter.getByText("wrong city").waitFor();
    await arbiter.getByRole("slider").fill("75");
    await take(arbiter, "Decide it", /0\.225.SCV to the provider, 0\.075.SCV to the customer/);

    await payer.getByRole("textbox", { name: "Rating" }).fill("40");
    await take(payer, "Rate the service", "You rated Weather 40 of 100.");
    await payer.getByText("You rated it 40 of 100.").waitFor();
  });

  it("releases a part and then the rest, and never more than is there", async () => {
    const { page, go, account } = await customer();
    const { route, read } = await ordered(account);
    await go(route);
    await field(page, "Amount").fill("0.5");
    await page.getByText("You have 0.4 SCV.").waitFor();
    await field(page, "Amount").fill("0.1");
    await take(page, "Release the money", /received 0\.1.SCV/);
    await page.getByText("Leave it empty for all: 0.3 SCV.").waitFor();
    await take(page, "Release the money", /received 0\.3.SCV/);
    expect(await read()).to.include({ state: "closed", paid: parseEther("0.4") });
  });

  it("takes the money of an overdue order back, and lets the provider claim after the review", async () => {
    const { world, openPage } = scene();
    const { page, go, account } = await customer();
    const late = await ordered(account, { deliverWithin: 60n });
    const done = await ordered(account, { window: 3_600n });
    await deliverOrder(await world.client("provider"), { deal: done.deal });
    const { page: provider } = await openPage({ account: "provider", route: done.route });
    await provider
      .getByText("Nothing for you to do now")
      .or(provider.getByRole("button", { name: "Refund" }))
      .waitFor();
    expect(await provider.getByRole("button", { name: /^Claim/ }).count()).to.equal(0);
    await world.pass(DAY);
    await world.indexed();
    await go("/deals");
    // The page hears of events, not of blocks without any.
    await page.reload();
    await page.getByText("Overdue").waitFor();
    await take(page, "Take your money back", /You have 0\.4.SCV back/);
    expect(await late.read()).to.include({ state: "closed", paid: 0n });
    await provider.reload();
    await take(provider, /^Claim/, /You received 0\.4.SCV/);
  });

  it("opens a stream, adds funds, claims and cancels it", async () => {
    const { world, openPage } = scene();
    const { page } = await customer(`/services/${await world.service()}`);
    await page.getByText("Stream", { exact: true }).click();
    await field(page, "Amount in all").fill("3");
    await field(page, "Pay in now").fill("1");
    await page.getByRole("button", { name: "Start the stream" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Sign/ }).click();
    await dialog.getByRole("link", { name: "Follow the stream" }).click();
    // The form of the service, which closes now, has a field of nearly the same name.
    await field(page, "Amount").fill("0.5");
    await take(page, "Add funds", /You added 0\.5.SCV/);
    const { page: provider } = await openPage({ account: "provider", route: new URL(page.url()).hash.slice(1) });
    await take(provider, /^Claim/, /You received/);
    await take(page, "Cancel it", /It ended/);
    await page.getByText("Canceled").first().waitFor();
  });

  it("subscribes, and shows what is prepaid", async () => {
    const { world } = scene();
    const { page } = await customer(`/services/${await world.service()}`);
    await page.getByText("Subscribe", { exact: true }).first().click();
    await field(page, "Number of periods").fill("2");
    await field(page, "Periods to pay in now").fill("3");
    await page.getByText("Not more than there are periods.").waitFor();
    await field(page, "Periods to pay in now").fill("2");
    await take(page, "Subscribe", /You paid in 0\.6.SCV/);
  });

  it("lets an account be charged, first with an allowance, and ends it", async () => {
    const { world, openPage } = scene();
    const { page } = await customer("/deals?kind=mandate");
    await field(page, "Who may charge").fill(world.account("provider").address);
    await field(page, "At most per period").fill("0.5");
    await field(page, "Number of periods").fill("2");
    await take(page, "Allow it", /Charges are allowed until/);
    await page.getByRole("link", { name: "Mandate", exact: true }).click();
    const route = new URL(page.url()).hash.slice(1);
    const { page: provider } = await openPage({ account: "provider", route });
    await field(provider, "Amount").fill("0.2");
    await take(provider, "Charge", /You received 0\.2.SCV/);
    await page.getByText("1 charge").waitFor();
    await take(page, "End the mandate", "Nothing can be charged any more.");
  });

  it("asks for no allowance again after a no in the middle", async () => {
    const { dialog, wallet } = await holdMandate(scene());
    wallet.policy = "reject";
    wallet.answer(true);
    await dialog.getByRole("alert").getByText("Only a part is done").waitFor();
    await dialog.getByText("You said no in the wallet. What came before it is done.").waitFor();
    wallet.policy = "approve";
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByRole("button", { name: /^Sign/ }).click();
    await dialog.getByText(/Charges are allowed until/).waitFor();
    // The allowance, the mandate that was refused, and the mandate.
    expect(wallet.countOf("eth_sendTransaction")).to.equal(3);
  });

  it("says before signing that a charge would fail", async () => {
    const { world, openPage, newWallet } = scene();
    const payer = await world.client((await newWallet()).account);
    const payee = world.account("provider").address;
    const mandate = await draftMandate(payer, { payee, limit: parseEther("9"), period: BigInt(DAY) });
    await approve(payer, { spender: payer.addresses.PaymentHub, amount: parseEther("9") });
    const { mandateId } = await acceptMandate(payer, { mandate });
    const { page } = await openPage({ account: "provider", route: `/mandates/${mandateId}` });
    await field(page, "Amount").fill("9");
    await page.getByRole("main").getByRole("button", { name: "Charge" }).click();
    await page.getByText("Nothing was sent").waitFor();
    await page.getByText(/has 2 SCV/).waitFor();
  });

  it("keeps a search in the URL, ranks what fits, and puts services side by side", async () => {
    const { world } = scene();
    const id = await world.service();
    const { page } = await customer("/discover");
    await page.getByRole("searchbox", { name: "What do you need?" }).fill("forecasts");
    await page
      .getByText(/^Match \d+ of 1,000$/)
      .first()
      .waitFor();
    await page.getByRole("checkbox", { name: "Compare: Weather" }).check();
    await page.getByRole("heading", { name: "Side by side" }).waitFor();
    await page.getByRole("table").getByRole("link", { name: "Weather" }).click();
    await page.getByRole("heading", { name: "Why it ranks where it does" }).waitFor();
    await page.getByText(/of 1,000 points/).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Side by side" }).waitFor();
    expect(await page.getByRole("searchbox", { name: "What do you need?" }).inputValue()).to.equal("forecasts");
    expect(page.url()).to.match(new RegExp(`q=forecasts.*compare=.*${id}`));
    await page.reload();
    await page.getByRole("table").getByRole("link", { name: "Weather" }).waitFor();
  });
});
