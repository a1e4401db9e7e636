import { expect } from "chai";
import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { quoteLink } from "../../apps/web/src/ui/quoteText.ts";
import { rateDeal } from "../../packages/sdk/src/feedback/index.js";
import { dealIdOf, mandateIdOf } from "../../packages/sdk/src/hub/ids.js";
import { refundOrder } from "../../packages/sdk/src/hub/refund.js";
import { revokeMandate } from "../../packages/sdk/src/mandates/index.js";
import { deliverOrder } from "../../packages/sdk/src/orders/index.js";
import {
  cancelProposal,
  executeProposal,
  queueProposal,
  setBudgetCall,
  vote,
} from "../../packages/sdk/src/proposals/index.js";
import { voidQuote } from "../../packages/sdk/src/quotes/index.js";
import { signServiceWallet } from "../../packages/sdk/src/services/index.js";
import { cancelStream } from "../../packages/sdk/src/streams/index.js";
import { decree, makeBusy, type BusyAccount } from "./harness/busyAccount.js";
import { choice, field, onThePage, type World } from "./harness/index.js";

/** A step that the account takes on the page. First its owner says no in the wallet. */
interface Try {
  /** Name of the flow in `apps/web/src/flows`. */
  flow: string;
  route: string;
  /** Gets to the form. */
  open?: (main: Locator) => Promise<unknown>;
  /** What is filled in, by label: it must still stand there after the no. */
  fields?: Readonly<Record<string, string>>;
  button: string | RegExp;
  /** Then he says yes, and this is what he reads. Left out where a test of its own succeeds. */
  result?: string | RegExp;
  /** Or something happens on the chain before he says yes, and this is why nothing is sent. */
  meanwhile?: () => Promise<unknown>;
  why?: string | RegExp;
}

const NO = "You said no in the wallet. Nothing was sent.";

onThePage("every flow", (scene) => {
  let busy: Promise<BusyAccount> | undefined;

  /** Takes steps one after the other, on one page. */
  async function take(tries: (busy: BusyAccount, world: World) => Promise<Try[]>): Promise<void> {
    const { world, openPage } = scene();
    const account = await (busy ??= makeBusy(world));
    const all = await tries(account, world);
    await world.indexed();
    account.wallet.policy = "approve";
    const { page } = await openPage({ wallet: account.wallet, route: "/nowhere" });
    for (const one of all) {
      await takeOne(page, account, one).catch((error: unknown) => {
        throw new Error(`${one.flow}, ${one.route}: ${String(error)}`, { cause: error });
      });
    }
  }

  it("deals: nothing is sent after a no, nor what became impossible meanwhile", async function () {
    this.timeout(240_000);
    await take(dealTries);
  });

  it("payments and provider desk: nothing is sent after a no, and all of it after a yes", async function () {
    this.timeout(240_000);
    await take(deskTries);
  });

  it("proposals and treasury: nothing is sent after a no, and all of it after a yes", async function () {
    this.timeout(240_000);
    await take(daoTries);
  });

  it("leaves no flow out", async () => {
    const { world } = scene();
    const account = await (busy ??= makeBusy(world));
    const tables = await Promise.all([dealTries, deskTries, daoTries].map(async (tries) => tries(account, world)));
    const tried = new Set(tables.flat().map(({ flow }) => flow));
    const root = path.join(import.meta.dirname, "../../apps/web/src/flows");
    const flows: string[] = [];
    for await (const file of glob("*.ts", { cwd: root })) {
      const source = await readFile(path.join(root, file), "utf8");
      flows.push(...[...source.matchAll(/export const (\w+): Flow</g)].map(([, name = ""]) => name));
    }
    expect(flows).to.have.length.above(35);
    // It signs with keys of the chain: no wallet can say no. `wallets.ts` takes the node away from it.
    // Signing only, and sending what another account signed, are in `gasless.ts`.
    const gasless = [
      "signBallotPaperFlow",
      "signDelegationFlow",
      "signLockFlow",
      "signOrderFlow",
      "signReleaseFlow",
      "signTransferFlow",
    ];
    // Loans and payout accounts are in `credit.ts` and `payoutAccounts.ts`.
    const credit = [
      ...["createPayoutAccountFlow", "withdrawFromPayoutAccountFlow", "takeLoanFlow", "voidLoanOfferFlow"],
      ...["repayLoanFlow", "collectLoanFlow", "forgiveLoanFlow"],
      ...["transferPayoutAccountFlow", "acceptPayoutAccountFlow"],
    ];
    const others = [...gasless, ...credit, "signVoteFlow", "submitSignedFlow", "takeBackFlow", "takeTestCoins"];
    expect(flows.filter((name) => !tried.has(name))).to.have.members(others);
  });
});

async function takeOne(page: Page, { wallet }: BusyAccount, one: Try): Promise<void> {
  const main = page.getByRole("main");
  const dialog = page.getByRole("dialog");
  const sign = dialog.getByRole("button", { name: "Sign in the wallet" });
  await visit(page, one.route);
  await one.open?.(main);
  for (const [label, text] of Object.entries(one.fields ?? {})) await field(page, label).first().fill(text);
  await main.getByRole("button", { name: one.button, exact: true }).last().click();

  wallet.policy = "reject";
  const before = wallet.asked.length;
  await sign.click();
  await dialog.getByText(NO).waitFor();
  expect(wallet.asked.length - before, "times that the wallet was asked").to.equal(1);
  expect(await page.evaluate(() => localStorage.getItem("servicecoin.outbox") ?? "[]")).to.equal("[]");
  for (const [label, text] of Object.entries(one.fields ?? {})) {
    expect(await field(page, label).first().inputValue(), label).to.equal(text);
  }

  wallet.policy = "approve";
  if (one.result !== undefined) {
    await sign.click();
    await dialog.getByText(one.result).first().waitFor();
  } else if (one.meanwhile !== undefined) {
    await one.meanwhile();
    await sign.click();
    const alert = dialog.getByRole("alert").filter({ hasText: "Nothing was sent" });
    await alert.getByText(one.why ?? "").waitFor();
    expect(await alert.innerText(), "raw ids").to.not.match(/0x[0-9a-f]{40}/i);
    expect(wallet.asked.length - before, "times that the wallet was asked").to.equal(1);
  }
  await dialog
    .getByRole("button", { name: /^(?:Cancel|Close)$/ })
    .last()
    .click();
  await dialog.waitFor({ state: "detached" });
}

/** Goes to a screen, and waits until it is there. By way of another one: nothing of the last one is in its form. */
async function visit(page: Page, route: string): Promise<void> {
  const heading = page.getByRole("heading", { level: 1 });
  const nowhere = "There is nothing here.";
  const follow = async (hash: string) => page.evaluate((next) => void (location.hash = next), hash);
  await follow("/nowhere");
  await heading.filter({ hasText: nowhere }).waitFor();
  await follow(route);
  await heading.filter({ hasNotText: nowhere }).waitFor();
}

const text = (words: string) => (main: Locator) => main.getByText(words, { exact: true }).first().click();
const button = (name: string) => (main: Locator) => main.getByRole("button", { name, exact: true }).click();

async function dealTries({ me, deals, mandates, quotes }: BusyAccount, world: World): Promise<Try[]> {
  const service = `/services/${await world.service()}`;
  const [provider, alice] = [await world.client("provider"), await world.client("alice")];
  const payee = world.account("provider").address;
  const at = (name: keyof typeof deals) => `/deals/${dealIdOf(me, deals[name])}`;
  const quote = quoteLink("", quotes.accept).slice(1);
  const { charge: charged, revoke: revoked } = mandates;
  return [
    { flow: "openOrderFlow", route: service, fields: { Price: "0.2" }, button: "Order it" },
    {
      ...{ flow: "releaseOrderFlow", route: at("release"), fields: { Amount: "0.05" }, button: "Release the money" },
      meanwhile: () => refundOrder(provider, { deal: deals.release }),
      why: /is closed, which does not allow this/,
    },
    {
      ...{ flow: "openStreamFlow", route: service, open: text("Stream"), button: "Start the stream" },
      fields: { "Amount in all": "0.5", "Pay in now": "0.2" },
    },
    {
      ...{ flow: "deliverOrderFlow", route: at("deliver"), button: "Mark as delivered" },
      fields: { "Note for the customer": "parcel 9" },
      meanwhile: () => deliverOrder(me, { deal: deals.deliver }),
      why: /is delivered, which does not allow this/,
    },
    {
      ...{ flow: "openSubscriptionFlow", route: service, open: text("Subscribe"), button: "Subscribe" },
      fields: { "Number of periods": "2" },
    },
    { flow: "refundDealFlow", route: at("deliver"), fields: { Amount: "0.02" }, button: "Refund" },
    {
      ...{ flow: "acceptMandateFlow", route: "/deals?kind=mandate", button: "Allow it" },
      fields: { "Who may charge": payee, "At most per period": "0.1", "Number of periods": "2" },
    },
    {
      ...{ flow: "disputeOrderFlow", route: at("dispute"), button: "Dispute it" },
      fields: { "What is wrong?": "late" },
      meanwhile: () => refundOrder(provider, { deal: deals.dispute }),
      why: /is closed, which does not allow this/,
    },
    {
      ...{ flow: "chargeMandateFlow", route: `/mandates/${mandateIdOf(me, charged)}`, button: "Charge" },
      fields: { Amount: "0.03" },
      meanwhile: () => revokeMandate(alice, { mandate: charged }),
      why: /has been revoked/,
    },
    {
      ...{ flow: "resolveOrderFlow", route: at("resolve"), button: "Decide it" },
      fields: { "For the provider": "0.03" },
      meanwhile: () => refundOrder(provider, { deal: deals.resolve }),
      why: /is closed, which does not allow this/,
    },
    {
      ...{ flow: "revokeMandateFlow", route: `/mandates/${mandateIdOf(me, revoked)}`, button: "End the mandate" },
      meanwhile: () => revokeMandate(provider, { mandate: revoked }),
      why: /has been revoked/,
    },
    {
      ...{ flow: "rateDealFlow", route: at("rate"), fields: { Rating: "70" }, button: "Rate the service" },
      meanwhile: async () => rateDeal(me, { deal: deals.rate, agentId: await world.service(), value: 80n }),
      why: /has already been rated/,
    },
    {
      ...{ flow: "payQuoteFlow", route: quote, button: "Review and accept" },
      meanwhile: () => voidQuote(provider, { deal: quotes.accept.deal }),
      why: /is closed, which does not allow this/,
    },
    {
      ...{ flow: "topUpDealFlow", route: at("topUp"), fields: { Amount: "0.01" }, button: "Add funds" },
      meanwhile: () => cancelStream(provider, { deal: deals.topUp }),
      why: /is closed, which does not allow this/,
    },
    {
      ...{ flow: "cancelDealFlow", route: at("cancel"), button: "Cancel it" },
      meanwhile: () => cancelStream(provider, { deal: deals.cancel }),
      why: /is closed, which does not allow this/,
    },
    {
      ...{ flow: "claimDealFlow", route: at("claim"), button: /^Claim/ },
      meanwhile: () => cancelStream(alice, { deal: deals.claim }),
      why: /is closed, which does not allow this/,
    },
  ];
}

async function deskTries({ service, quotes }: BusyAccount, world: World): Promise<Try[]> {
  const [erin, payee] = [await world.client("erin"), world.account("provider").address];
  const consent = JSON.stringify(await signServiceWallet(erin, { agentId: service }), (_name, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  const open = button("Change the wallet of Sun");
  return [
    {
      ...{ flow: "transferFlow", route: "/pay", button: "Review payment" },
      fields: { To: payee, Amount: "1.5", "Reference (optional)": "invoice 9" },
    },
    {
      ...{ flow: "transferBatchFlow", route: "/pay/many", button: "Review 1 payment" },
      open: (main) => field(main, "Payments").fill(`${payee},0.5`),
    },
    {
      ...{ flow: "setServiceWalletFlow", route: "/provide", open, button: "Set the wallet" },
      fields: { "Signed consent of another account": consent },
      result: "Sun is paid to the new wallet from now on.",
    },
    {
      ...{ flow: "setOwnWalletFlow", route: "/provide", open, button: "Use this account" },
      result: "Sun is paid to the new wallet from now on.",
    },
    {
      ...{ flow: "unsetServiceWalletFlow", route: "/provide", open, button: "Remove the wallet" },
      result: "Sun has no wallet now.",
    },
    {
      ...{ flow: "signServiceWalletFlow", route: "/provide", button: "Agree to be paid" },
      fields: { "Number of the service": String(await world.service()) },
      result: "You agreed. Send this text to the owner now: it is valid for 4 minutes.",
    },
    { flow: "updateServiceFlow", route: "/provide", button: "Pause Sun" },
    {
      ...{ flow: "registerServiceFlow", route: "/provide", button: "Review registration" },
      fields: { Name: "Moon", Description: "Its phases", Price: "0.01" },
    },
    { flow: "signQuoteFlow", route: "/provide/quotes", fields: { Price: "0.6" }, button: "Review quote" },
    {
      ...{ flow: "voidQuoteFlow", route: quoteLink("", quotes.takeBack).slice(1), button: "Take this quote back" },
      result: "The quote is void.",
    },
  ];
}

async function daoTries({ me, proposals, wallet }: BusyAccount, world: World): Promise<Try[]> {
  const [stranger, guardian] = [await world.client("stranger"), await world.client("guardian")];
  const [alice, coin] = [world.account("alice").address, me.addresses.ServiceCoin];
  const at = (proposalId: bigint) => `/proposals/${proposalId}`;
  const [queued, due, pending] = [proposals.queue, proposals.execute, proposals.cancel];
  const [voted, ...rest] = proposals.vote;
  const takeBudget = () =>
    decree(world, setBudgetCall(me, { steward: wallet.address, asset: coin, amount: 0n, period: 0n }));
  const choose = async (main: Locator) => {
    for (const id of rest) {
      const row = main.getByRole("group", { name: `Proposal ${id}`, exact: true });
      await row.getByText("For", { exact: true }).click();
    }
  };
  return [
    {
      ...{ flow: "voteFlow", route: at(voted), open: text("For"), fields: { Reason: "Why not" }, button: "Vote" },
      meanwhile: () => vote(me, { proposalId: voted, support: "for" }),
      why: "Your account has already voted on this proposal.",
    },
    {
      ...{ flow: "voteManyFlow", route: "/dao", open: choose, button: "Vote on 2 proposals" },
      result: "Your 2 votes are counted.",
    },
    {
      ...{ flow: "queueProposalFlow", route: at(queued[0]), button: "Queue it" },
      result: /^It is queued\. Anyone can execute it from /,
    },
    {
      ...{ flow: "queueProposalFlow", route: at(queued[1]), button: "Queue it" },
      meanwhile: () => queueProposal(stranger, { proposalId: queued[1] }),
      why: /is queued, which does not allow this/,
    },
    {
      ...{ flow: "executeProposalFlow", route: at(due[0]), button: "Execute it" },
      result: `Proposal ${due[0]} is executed.`,
    },
    {
      ...{ flow: "executeProposalFlow", route: at(due[1]), button: "Execute it" },
      meanwhile: () => executeProposal(stranger, { proposalId: due[1] }),
      why: /is executed, which does not allow this/,
    },
    {
      ...{ flow: "cancelProposalFlow", route: at(pending[0]), button: "Cancel the proposal" },
      result: `Proposal ${pending[0]} is canceled.`,
    },
    {
      ...{ flow: "cancelProposalFlow", route: at(pending[1]), button: "Cancel the proposal" },
      meanwhile: () => cancelProposal(guardian, { proposalId: pending[1] }),
      why: /cannot cancel proposal \d+ now/,
    },
    {
      ...{ flow: "proposeFlow", route: "/propose", fields: { Title: "Meet in May?" }, button: "Check and propose" },
      open: (main) => choice(main, "Action").selectOption("text"),
    },
    { flow: "lockFlow", route: "/dao", open: button("Lock"), fields: { "SCV to lock": "3" }, button: "Lock" },
    {
      ...{
        flow: "unlockFlow",
        route: "/dao",
        open: button("Unlock"),
        fields: { "SCV to unlock": "2" },
        button: "Unlock",
      },
      result: "2 SCV are free again.",
    },
    {
      ...{ flow: "delegateFlow", route: "/dao", open: button("Delegate"), button: "Delegate" },
      fields: { "Who votes for you": alice },
      result: /^Your votes are cast by this account/,
    },
    {
      ...{ flow: "collectFeesFlow", route: "/treasury", button: "Collect the fees" },
      result: /SCV of fees are in the treasury\.$/,
    },
    {
      ...{ flow: "applyCapFlow", route: "/treasury", button: "Apply the new cap" },
      result: "The new cap holds.",
    },
    {
      ...{ flow: "spendFlow", route: "/treasury", button: "Spend from my budget" },
      fields: { Recipient: alice, Amount: "0.05", Reference: "paper 13" },
      meanwhile: takeBudget,
      why: "Your budget has 0 SCV left, less than 0.05 SCV.",
    },
  ];
}
