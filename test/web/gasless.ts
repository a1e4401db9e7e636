import { expect } from "chai";
import { formatEther, parseEther } from "ethers";
import type { Page } from "playwright-core";
import { readSigned, writeSigned } from "../../apps/web/src/ui/signedText.ts";
import { readBalance } from "../../packages/sdk/src/coin/readBalance.js";
import { draftOrder, readDeal, signOrderPayment, submitOrderPayment } from "../../packages/sdk/src/orders/index.js";
import { mintCall, propose } from "../../packages/sdk/src/proposals/index.js";
import { lock, readVotes } from "../../packages/sdk/src/votes/index.js";
import { onThePage, type TestWallet } from "./harness/index.js";

const DAY = 86_400;

onThePage("without network fee", (scene) => {
  /** A wallet with SCV. @param eth Default: not a wei of ether */
  async function poorWallet(eth = "0"): Promise<TestWallet> {
    const { world, newWallet } = scene();
    return newWallet(await world.newAccount("2", eth));
  }

  /** Signs in the wallet what the page shows, closes the dialog, and reads the link that it made. */
  async function sign(page: Page): Promise<string> {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText("Signed, and not sent yet.").waitFor();
    const link = await dialog.getByText(/#\/signed\?m=/).innerText();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    return link.slice(link.indexOf("#") + 1);
  }

  /** Opens a link as the provider, who sends what is in it. */
  async function send(route: string, shown: string | RegExp): Promise<Page> {
    const { page } = await scene().openPage({ account: "provider", route });
    await page.getByRole("main").getByText(shown).first().waitFor();
    await page.getByText("The chain accepts it now.").waitFor();
    await page.getByRole("main").getByRole("button", { name: "Send it" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign and send" }).click();
    await page.getByRole("dialog").getByText("It is sent. What it says is done.").waitFor();
    return page;
  }

  it("orders with a signature, which the provider sends, and neither can use it again", async () => {
    const { world, openPage } = scene();
    const wallet = await poorWallet();
    const { page } = await openPage({ wallet, route: `/services/${await world.service()}` });
    await page.getByText("You have no ether for the network fee.").waitFor();
    await page.getByRole("button", { name: "Sign the payment" }).click();
    const route = await sign(page);
    await page.reload();
    await page.getByText("Signed, not sent yet. It waits for somebody who sends it.").waitFor();
    expect(await readBalance(await world.client("deployer"), { account: wallet.address })).to.equal(parseEther("2"));

    const provider = await send(route, "0.3 SCV");
    await provider.getByRole("dialog").getByRole("link", { name: "To the deal" }).click();
    await provider.getByText("You are the provider.").waitFor();
    await page.getByText("It was sent, and is done.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("link", { name: "My deals" }).click();
    await page.getByText("Waiting for delivery").waitFor();
    expect(wallet.countOf("eth_signTypedData_v4")).to.equal(1);
    expect(wallet.countOf("eth_sendTransaction")).to.equal(0);

    const again = await openPage({ account: "erin", route });
    await again.page.getByText("It was sent before: it cannot be used again.").waitFor();
    expect(await again.page.getByRole("button", { name: "Send it" }).count()).to.equal(0);
  });

  it("pays, and says who could not send it any more: expired, changed, or of another chain", async () => {
    const { world, openPage } = scene();
    const wallet = await poorWallet();
    const to = world.account("erin").address;
    const { page } = await openPage({ wallet, route: `/pay?to=${to}&amount=0.25` });
    await page.getByRole("button", { name: "Without network fee" }).click();
    await page.getByRole("dialog").getByText("This is no secret, but an instruction").waitFor();
    const route = await sign(page);
    const written = readLink(route);

    const { page: other, go } = await openPage({ account: "provider", route: linkOf({ ...written, chainId: 1 }) });
    await other.getByText("It was signed for another chain.").waitFor();
    await go(linkOf({ ...written, contract: world.deployment.contracts.PaymentHub.address }));
    await other.getByText("It was signed for another deployment of ServiceCoin.").waitFor();
    const changed = linkOf({ ...written, message: { ...written.message, value: String(parseEther("1")) } });
    await go(changed);
    await other.getByText("The authorization was not signed by the payer.").waitFor();
    const { page: chinese } = await openPage({ account: "provider", route: changed, locale: "zh-CN" });
    await chinese.getByText("现在上链会被拒绝: 该付款授权不是由付款人签名的。").waitFor();
    expect(await other.getByRole("button", { name: "Send it" }).count()).to.equal(0);

    await world.pass(DAY + 1);
    await go(route);
    await other.getByText("It has expired. Ask for a new one.").waitFor();
    await page.getByText("Expired. Nothing was sent.").waitFor();
  });

  it("takes a signed payment back before anyone sends it", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const { page } = await openPage({ wallet, route: `/pay?to=${world.account("erin").address}&amount=0.5` });
    await page.getByRole("button", { name: "Without network fee" }).click();
    const route = await sign(page);
    await page.getByRole("link", { name: "Show it" }).click();
    await page.getByRole("button", { name: "Take it back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Sign in the wallet" }).click();
    await dialog.getByText("Taken back. Nobody can send it any more.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByText("Taken back. Nothing was sent.").waitFor();
    const { page: other } = await openPage({ account: "provider", route });
    await other.getByText("It was taken back by the one who signed it.").waitFor();
    expect(formatEther(await readBalance(await world.client("deployer"), { account: wallet.address }))).to.equal("2.0");
  });

  it("locks, votes and delegates by signatures that others send", async () => {
    const { world, openPage } = scene();
    const wallet = await poorWallet();
    const { page, go } = await openPage({ wallet, route: "/dao" });
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await page.getByLabel("SCV to lock").fill("1");
    await page.getByRole("button", { name: "Without network fee" }).click();
    await send(await sign(page), "1 SCV");
    await page.getByText("1 vote", { exact: true }).first().waitFor();

    await page.getByRole("button", { name: "Delegate", exact: true }).click();
    const delegate = world.account("provider").address;
    await page.getByLabel("Who votes for you").fill(delegate);
    await page.getByRole("button", { name: "Without network fee" }).click();
    const delegation = await sign(page);

    await go(`/proposals/${await openProposal()}`);
    await page.getByText("For", { exact: true }).last().click();
    await page.getByRole("button", { name: "Without network fee" }).click();
    await send(await sign(page), "For");
    await page.getByText("You voted for it").waitFor();
    await send(delegation, "Choice of a delegate");
    expect(await readVotes(await world.client("deployer"), { account: wallet.address })).to.include({ delegate });
    expect(wallet.countOf("eth_sendTransaction")).to.equal(0);
  });

  it("votes on several proposals by one signature that another sends, once", async () => {
    const { world, openPage } = scene();
    const wallet = await poorWallet("10");
    await lock(await world.client(wallet.account), { amount: parseEther("1") });
    await world.node.request("hardhat_setBalance", [wallet.address, "0x0"]);
    const [first, second] = [await openProposal("# One"), await openProposal("# Two")];
    const { page } = await openPage({ wallet, route: "/dao" });
    const choose = async (proposalId: bigint, choice: string) => {
      const row = page.locator("form").getByRole("group", { name: `Proposal ${proposalId}`, exact: true });
      await row.locator("label", { hasText: new RegExp(`^${choice}$`) }).click();
    };
    const gasless = page.locator("form").getByRole("button", { name: "Without network fee" });
    await gasless.click();
    await page.getByText("Choose for, against or abstain for one proposal at least.").waitFor();
    await choose(first, "For");
    await choose(second, "Against");
    await gasless.click();
    await page.getByRole("dialog").getByText("only the first one sent counts").waitFor();
    const route = await sign(page);
    await choose(second, "For");
    await gasless.click();
    const other = await sign(page);

    const sender = await send(route, "Votes on several proposals");
    await sender.getByRole("dialog").getByRole("link", { name: "To the DAO" }).click();
    await page.getByText("You voted for it").first().waitFor();
    await page.getByText("You voted against it").first().waitFor();
    const { page: late, go } = await openPage({ account: "provider", route: other });
    await late.getByText("It was sent before: it cannot be used again.").waitFor();

    const { voter, nonce } = readLink(route).message;
    const changed = { proposalIds: [String(first)], support: [1], voter, nonce: String(Number(nonce) + 1) };
    await go(linkOf({ ...readLink(route), message: changed }));
    await late.getByText("The chain would refuse it now").waitFor();
    expect(await late.getByRole("button", { name: "Send it" }).count()).to.equal(0);
    expect(wallet.countOf("eth_sendTransaction")).to.equal(0);
  });

  it("says before signing that taking it back takes ether, and until when it is valid", async () => {
    const { world, openPage } = scene();
    const wallet = await poorWallet();
    const { page } = await openPage({ wallet, route: `/pay?to=${world.account("erin").address}&amount=0.5` });
    await page.getByRole("button", { name: "Without network fee" }).click();
    await page.getByRole("dialog").getByText("which needs ether. Without ether it ends by itself").waitFor();
    await sign(page);
    await page.getByRole("link", { name: "Show it" }).click();
    await page.getByRole("button", { name: "Take it back" }).click();
    await page
      .getByRole("dialog")
      .getByText(/You have no ether .* It is valid until: \w+ \d+, \d{4}/)
      .waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(wallet.countOf("eth_signTypedData_v4")).to.equal(1);
  });

  it("releases the money of an order by a signature that the provider sends", async () => {
    const { world, openPage } = scene();
    const wallet = await poorWallet();
    const [customer, provider] = [await world.client(wallet.account), await world.client("provider")];
    const payee = world.account("provider").address;
    const deal = await draftOrder(customer, { payee, price: parseEther("0.4") });
    const { dealId } = await submitOrderPayment(provider, await signOrderPayment(customer, { deal }));
    await world.indexed();
    const { page } = await openPage({ wallet, route: `/deals/${dealId}` });
    await page.getByLabel("Amount").fill("0.1");
    await page.getByRole("button", { name: "Without network fee" }).click();
    await page.getByRole("dialog").getByText("This is not delivered yet.").waitFor();
    await send(await sign(page), "0.1 SCV");
    await page.getByText("Leave it empty for all: 0.3 SCV.").waitFor();
    expect(await readDeal(customer, deal)).to.include({ paid: parseEther("0.1") });
  });

  /** A proposal on which voting is open. */
  async function openProposal(description = "# A base unit for Erin"): Promise<bigint> {
    const { world } = scene();
    const proposer = await world.client(await world.newAccount());
    await lock(proposer, { amount: parseEther("1") });
    await world.pass(2);
    const calls = [mintCall(proposer, { to: world.account("erin").address, amount: 1n })];
    const { proposalId } = await propose(proposer, { calls, description });
    await world.pass(3);
    await world.indexed();
    return proposalId;
  }
});

interface Written {
  chainId: number;
  contract: string;
  message: Record<string, unknown>;
}

function readLink(route: string): Written {
  const message = readSigned(route);
  if (message === undefined) throw new Error(`${route} is no link of a signed message`);
  return JSON.parse(writeSigned(message)) as Written;
}

/** As somebody else may write a link: longer than the page does. */
function linkOf(written: Written): string {
  return `/signed?m=${Buffer.from(JSON.stringify(written)).toString("base64url")}`;
}
