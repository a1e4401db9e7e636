import { expect } from "chai";
import { ContractFactory, MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { findEvent } from "../../packages/sdk/src/core/events.js";
import {
  collectLoan,
  describeSecurity,
  draftLoan,
  findLoan,
  forgiveLoan,
  formatLoanOffer,
  listLoans,
  loanIdOf,
  loanOfferOf,
  rateOf,
  readLoan,
  readLoans,
  readPayoutAccount,
  repayLoan,
  signLoanOffer,
  takeLoan,
  verifyLoanOffer,
  voidLoanOffer,
  withdrawFromPayoutAccount,
  type LoanDraft,
  type LoanOffer,
} from "../../packages/sdk/src/credit/index.js";
import * as limits from "../../packages/sdk/src/credit/limits.js";
import { dealIdOf, deliverOrder, releaseOrder } from "../../packages/sdk/src/orders/index.js";
import { SmartWallet__factory } from "../../packages/sdk/src/typechain/factories/mocks/SmartWallet__factory.js";
import { accountFor, allowCredit, orderFor } from "../fixtures/creditClients.js";
import { onANode, onEveryNode } from "../fixtures/live.js";
import { balances, DAY, expectNow, seenBy } from "../fixtures/liveHub.js";
import { expectError } from "../fixtures/sdk.js";

const ONE = parseScv("1");

onEveryNode("sdk: loans", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  const addressOf = (who: "alice" | "bob" | "carol") => live().wallet(who).address;

  beforeEach(async () => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    await allowCredit(carol);
  });

  /** Carol's offer. */
  const offered = async (draft: LoanDraft) => signLoanOffer(carol, await draftLoan(carol, draft));

  describe("draftLoan", () => {
    it("fills in what is left out, and pledges what the orders hold at most", async () => {
      const account = await accountFor(bob);
      const order = await orderFor(alice, { payee: account, price: 3n * ONE });
      const { loan, orders } = await draftLoan(carol, { amount: 2n * ONE, charge: ONE / 10n, orders: [order] });
      expect(orders).to.deep.equal([order]);
      expect(loan).to.include({ lender: addressOf("carol"), borrower: ZeroAddress, account, due: 0n, instalments: 0n });
      expect(loan).to.include({ cover: 2n * ONE + ONE / 10n, rate: 0n, lateRate: 0n, pull: false, income: false });
      expect(loan.feeBps).to.equal(await carol.credit.fee());
      await expectNow(live(), loan.validUntil - 7n * DAY);
      expect(loanIdOf(carol, loan)).to.equal(await carol.credit.idOf(loan));
      const wide = await draftLoan(carol, { amount: 5n * ONE, charge: ONE, orders: [order] });
      expect(wide.loan.cover).to.equal(3n * ONE);
    });

    it("turns yearly rates into rates per second", async () => {
      const terms = { amount: ONE, dueWithin: DAY, yearlyBps: 1_250n, lateYearlyBps: 2_000n };
      const { loan } = await draftLoan(carol, terms);
      expect([loan.rate, loan.lateRate]).to.deep.equal([3_963_723_997n, rateOf(2_000n)]);
      const both = draftLoan(carol, { ...terms, rate: 1n });
      await expectError(both, "InvalidArgument", { argument: "rate", value: 1n });
    });

    it("refuses what the contract would refuse, with the error of the contract", async () => {
      const account = await accountFor(bob);
      const order = await orderFor(alice, { payee: account, price: ONE });
      const direct = await orderFor(alice, { payee: addressOf("bob"), price: ONE });
      const base = { amount: ONE, dueWithin: DAY };
      const cases: [LoanDraft, string][] = [
        [{ ...base, amount: 0n }, "InvalidArgument"],
        [{ ...base, charge: ONE }, "CreditInvalidAmount"],
        [{ ...base, yearlyBps: 20_000n }, "CreditInvalidRate"],
        [{ ...base, yearlyBps: 500n, lateYearlyBps: 400n }, "CreditInvalidRate"],
        [{ ...base, instalments: 2n }, "CreditInvalidSchedule"],
        [{ ...base, due: 1n }, "CreditInvalidSchedule"],
        [{ ...base, grace: 91n * DAY }, "CreditInvalidSchedule"],
        [{ ...base, dueWithin: 2_000n * DAY }, "CreditInvalidSchedule"],
        [{ amount: ONE }, "CreditInvalidSecurity"],
        [{ amount: ONE, pull: true }, "CreditInvalidSecurity"],
        [{ ...base, income: true }, "CreditInvalidSecurity"],
        [{ ...base, account }, "CreditInvalidSecurity"],
        [{ ...base, income: true, account: addressOf("bob") }, "CreditUnknownAccount"],
        [{ ...base, borrower: addressOf("carol") }, "CreditInvalidParties"],
        [{ ...base, validUntil: 5n }, "CreditTooLate"],
        [{ amount: ONE, orders: [direct] }, "CreditUnknownAccount"],
        [{ amount: ONE, orders: [order], account: await accountFor(alice) }, "CreditInvalidOrder"],
        [{ amount: ONE, orders: [order], cover: 2n * ONE }, "CreditInsufficientCover"],
        [{ amount: ONE, orders: Array.from({ length: 17 }, () => order) }, "CreditTooManyOrders"],
      ];
      for (const [draft, code] of cases) await expectError(draftLoan(carol, draft), code);
    });
  });

  describe("signLoanOffer, verifyLoanOffer and takeLoan", () => {
    it("let anyone take the offer, once, also after it went through JSON", async () => {
      const written = formatLoanOffer(await offered({ amount: 2n * ONE, dueWithin: 10n * DAY, pull: true }));
      const offer = loanOfferOf(JSON.parse(written));
      expect(formatLoanOffer(offer)).to.equal(written);
      await verifyLoanOffer(bob, offer);
      expect(await readLoan(bob, offer.loan)).to.include({ state: "offered", borrower: ZeroAddress, owed: 0n });
      const [before = 0n] = await balances(bob, [addressOf("bob")]);
      const { loanId, received, fee } = await takeLoan(bob, offer);
      expect([loanId, received + fee]).to.deep.equal([loanIdOf(bob, offer.loan), 2n * ONE]);
      expect(await balances(bob, [addressOf("bob")])).to.deep.equal([before + received]);
      await expectError(takeLoan(alice, offer), "CreditWrongStatus", { id: loanId, status: 1n });
      await expectError(verifyLoanOffer(alice, offer), "CreditWrongStatus", { id: loanId, status: 1n });
    });

    it("refuse changed terms and the signature of another account", async () => {
      const offer = await offered({ amount: ONE, dueWithin: DAY, pull: true });
      const cheaper: LoanOffer = { ...offer, loan: { ...offer.loan, amount: 1n } };
      const refusal = { id: loanIdOf(bob, cheaper.loan), lender: addressOf("carol") };
      await expectError(verifyLoanOffer(bob, cheaper), "CreditInvalidSignature", refusal);
      await expectError(takeLoan(bob, cheaper), "CreditInvalidSignature", refusal);
    });

    it("let a smart wallet lend, for which its owner signs", async () => {
      const { abi, bytecode } = SmartWallet__factory;
      const deployed = await new ContractFactory(abi, bytecode, live().wallet("carol")).deploy(addressOf("carol"));
      const lender = await (await deployed.waitForDeployment()).getAddress();
      const offer = await offered({ amount: ONE, dueWithin: DAY, pull: true, lender });
      const spender = carol.addresses.Credit;
      const needed = { spender, allowance: 0n, needed: ONE };
      // Genuine, but the wallet has not let `Credit` take anything yet.
      await expectError(verifyLoanOffer(bob, offer), "ERC20InsufficientAllowance", needed);
      await expectError(takeLoan(bob, offer), "ERC20InsufficientAllowance", needed);
      const forged = await signLoanOffer(alice, offer);
      const refusal = { id: loanIdOf(bob, offer.loan), lender };
      await expectError(verifyLoanOffer(bob, forged), "CreditInvalidSignature", refusal);
    });

    it("say before that the lender cannot pay", async () => {
      const offer = await offered({ amount: parseScv("17"), dueWithin: DAY, pull: true });
      const args = { sender: addressOf("carol"), balance: parseScv("16"), needed: parseScv("17") };
      await expectError(verifyLoanOffer(bob, offer), "ERC20InsufficientBalance", args);
      await (await carol.coin.approve(carol.addresses.Credit, 3n)).wait();
      const spent = { spender: carol.addresses.Credit, allowance: 3n, needed: parseScv("17") };
      await expectError(verifyLoanOffer(bob, offer), "ERC20InsufficientAllowance", spent);
    });

    it("refuse an offer that was withdrawn", async () => {
      const offer = await offered({ amount: ONE, dueWithin: DAY, pull: true });
      const denied = { caller: addressOf("bob"), expected: addressOf("carol") };
      await expectError(voidLoanOffer(bob, offer), "CreditUnauthorized", denied);
      await voidLoanOffer(carol, offer);
      const refusal = { id: loanIdOf(bob, offer.loan), status: 3n };
      await expectError(takeLoan(bob, offer), "CreditWrongStatus", refusal);
      expect((await readLoan(bob, offer.loan)).state).to.equal("voided");
    });
  });

  describe("given an advance on an order", () => {
    it("pays the lender first, and the provider withdraws the rest", async () => {
      const account = await accountFor(bob);
      const deal = await orderFor(alice, { payee: account, price: 3n * ONE });
      const { loanId } = await takeLoan(bob, await offered({ amount: 2n * ONE, charge: ONE / 10n, orders: [deal] }));
      const taken = await readLoan(alice, loanId);
      expect(taken).to.include({ state: "active", owed: 2n * ONE + ONE / 10n, overdue: 0n, nextDue: undefined });
      expect(taken.orders).to.deep.equal([dealIdOf(alice, deal)]);
      expect(taken.schedule).to.deep.equal([]);
      expect((await readPayoutAccount(bob, account)).orderLoans).to.deep.equal([loanId]);
      await expectError(collectLoan(carol, { loanId }), "CreditNothingDue");
      await deliverOrder(bob, { deal });
      await releaseOrder(alice, { deal });
      const { collectable, ends } = await readLoan(alice, loanId);
      expect([collectable.orders, ends]).to.deep.equal([2n * ONE + ONE / 10n, true]);
      const withdrawn = await withdrawFromPayoutAccount(bob, { account });
      expect(withdrawn.amount).to.equal(ONE - ONE / 10n);
      expect(findEvent(withdrawn.events, "LoanCollected")?.args.amount).to.equal(2n * ONE + ONE / 10n);
      const standing = await readLoan(alice, loanId);
      expect(standing).to.include({ state: "ended", owed: 0n });
      expect(standing.ended).to.deep.equal({ reason: "repaid", unpaid: 0n });
    });
  });

  describe("given a loan in instalments", () => {
    it("is repaid in parts, by anyone", async () => {
      await allowCredit(bob);
      const draft = { amount: 4n * ONE, charge: ONE / 2n, dueWithin: DAY, instalments: 4n, period: DAY, pull: true };
      const { loanId } = await takeLoan(bob, await offered(draft));
      const { schedule, nextDue, loan } = await readLoan(bob, loanId);
      expect(schedule.map(({ principal, charges, left }) => [principal, charges, left])).to.deep.equal([
        [ONE, ONE / 2n, 3n * ONE],
        [ONE, 0n, 2n * ONE],
        [ONE, 0n, ONE],
        [ONE, 0n, 0n],
      ]);
      expect(nextDue).to.equal(loan.due);
      expect(await repayLoan(bob, { loanId, amount: ONE })).to.include({ amount: ONE, owed: ONE * 4n - ONE / 2n });
      await live().pass(Number(DAY) + 1);
      const { overdue, nextDue: following } = await readLoan(bob, loanId);
      expect([overdue, following]).to.deep.equal([ONE / 2n, loan.due + DAY]);
      const { collected } = await collectLoan(alice, { loanId });
      expect(collected).to.deep.equal([{ source: "allowance", amount: ONE / 2n }]);
      await allowCredit(alice);
      expect((await repayLoan(alice, { loanId })).owed).to.equal(0n);
      await expectError(repayLoan(alice, { loanId }), "CreditWrongStatus", { id: loanId, status: 2n });
    });

    it("takes the allowance, the income and the collateral in this order", async () => {
      const account = await accountFor(bob);
      await allowCredit(bob);
      const security = { pull: true, income: true, account, collateral: ONE };
      const { loanId } = await takeLoan(bob, await offered({ amount: 3n * ONE, dueWithin: DAY, ...security }));
      await (await bob.coin.approve(bob.addresses.Credit, ONE / 2n)).wait();
      await (await alice.coin.transfer(account, ONE)).wait();
      await live().pass(Number(DAY) + 1);
      expect((await readPayoutAccount(bob, account)).withdrawable).to.equal(0n);
      const { amount, collected } = await collectLoan(carol, { loanId });
      expect(amount).to.equal((5n * ONE) / 2n);
      expect(collected).to.deep.equal([
        { source: "allowance", amount: ONE / 2n },
        { source: "income", amount: ONE },
        { source: "collateral", amount: ONE },
      ]);
      const unpaid = ONE / 2n;
      expect(await forgiveLoan(carol, { loanId })).to.include({ unpaid, collateral: 0n });
      expect((await readLoan(bob, loanId)).ended).to.deep.equal({ reason: "forgiven", unpaid });
    });
  });

  describe("listLoans and readLoans", () => {
    it("find loans by their parties, and refuse unknown ids", async () => {
      const mine = await takeLoan(bob, await offered({ amount: ONE, dueWithin: DAY, pull: true }));
      const other = await takeLoan(alice, await offered({ amount: ONE, dueWithin: DAY, pull: true }));
      const ids = async (filter: object) => (await listLoans(alice, filter)).map(({ loanId }) => loanId);
      expect(await ids({})).to.deep.equal([mine.loanId, other.loanId]);
      expect(await ids({ borrower: addressOf("bob") })).to.deep.equal([mine.loanId]);
      expect(await ids({ lender: addressOf("bob") })).to.deep.equal([]);
      const [standing] = await readLoans(alice, { lender: addressOf("carol"), borrower: addressOf("alice") });
      expect(standing).to.include({ loanId: other.loanId, borrower: addressOf("alice"), owed: ONE });
      expect(await findLoan(alice, mine.loanId)).to.include({ borrower: addressOf("bob"), fee: 0n });
      await expectError(readLoan(alice, ZeroHash), "LoanNotFound", { id: ZeroHash });
    });
  });
});

onANode("sdk: security of loans", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;

  beforeEach(async () => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    await allowCredit(carol);
  });

  it("says what orders and collateral cover, before and after the loan is taken", async () => {
    const account = await accountFor(bob);
    const order = await orderFor(alice, { payee: account, price: 2n * ONE });
    await allowCredit(bob);
    const draft = await draftLoan(carol, { amount: 4n * ONE, dueWithin: DAY, orders: [order], collateral: ONE });
    const offer = await describeSecurity(carol, draft);
    expect(offer).to.include({ owed: 4n * ONE, fromOrders: 2n * ONE, collateral: ONE, unsecured: ONE });
    expect(offer).to.include({ allowance: undefined, income: undefined });
    expect(offer.facts.at(-1)).to.match(/^1 SCV of the 4 SCV that are owed are unsecured: /);
    const { loanId } = await takeLoan(bob, await signLoanOffer(carol, draft));
    await releaseOrder(alice, { deal: order, total: ONE });
    const taken = await describeSecurity(carol, loanId);
    expect(taken).to.include({ owed: 4n * ONE, fromOrders: 2n * ONE, collateral: ONE, unsecured: ONE });
    expect(taken.orders.map(({ held }) => held)).to.deep.equal([ONE]);
    await collectLoan(carol, { loanId });
    expect(await describeSecurity(carol, draft)).to.include({ owed: 3n * ONE, fromOrders: ONE, unsecured: ONE });
  });

  it("counts neither the allowance nor the income as security, and shows them", async () => {
    const account = await accountFor(bob);
    await (await alice.coin.transfer(account, 5n)).wait();
    await (await bob.coin.approve(bob.addresses.Credit, 7n)).wait();
    const borrower = live().wallet("bob").address;
    const terms = { amount: ONE, dueWithin: DAY, pull: true, income: true, account };
    const named = await describeSecurity(carol, await draftLoan(carol, { ...terms, borrower }));
    expect(named).to.include({ allowance: 7n, income: 5n, unsecured: ONE });
    const open = await describeSecurity(carol, await draftLoan(carol, terms));
    expect(open.allowance).to.equal(undefined);
    expect(open.facts.join(" ")).to.contain("nobody knows yet who the borrower will be");
  });

  it("warns of an order that the borrower pays itself, of a deadline and of an arbiter", async () => {
    const account = await accountFor(bob);
    const order = await orderFor(bob, { payee: account, price: ONE, arbiter: live().wallet("alice").address });
    const { facts } = await describeSecurity(carol, await draftLoan(carol, { amount: ONE, orders: [order] }));
    const text = facts.join("\n");
    expect(text).to.contain("is paid by the borrower itself");
    expect(text).to.match(/must be delivered until .*, or its payer gets 1 SCV back\./);
    expect(text).to.contain(`can dispute it: then ${order.arbiter} decides.`);
  });

  it("has the limits of the contract", async () => {
    const { credit } = alice;
    expect(await Promise.all([credit.MAX_RATE(), credit.MAX_CHARGE_BPS(), credit.MAX_GRACE()])).to.deep.equal([
      limits.MAX_RATE,
      limits.MAX_CHARGE_BPS,
      limits.MAX_GRACE,
    ]);
    expect(await Promise.all([credit.MAX_TERM(), credit.COLLECTION_PERIOD(), credit.MAX_ORDERS()])).to.deep.equal([
      limits.MAX_TERM,
      limits.COLLECTION_PERIOD,
      BigInt(limits.MAX_ORDERS),
    ]);
    expect(rateOf(10_000n)).to.equal(limits.MAX_RATE);
  });

  it("refuses documents that are no offers, and names the place of the fault", async () => {
    const offer = await signLoanOffer(carol, await draftLoan(carol, { amount: ONE, dueWithin: DAY, pull: true }));
    const written = JSON.parse(formatLoanOffer(offer)) as { loan: object };
    const broken = { ...written, loan: { ...written.loan, amount: "-1" } };
    const faults: [unknown, string][] = [
      [null, "offer"],
      [{}, "loan"],
      [broken, "loan.amount"],
      [{ ...written, signature: "0x1" }, "signature"],
      [{ ...written, loan: { ...written.loan, rate: MaxUint256.toString() } }, "loan.rate"],
    ];
    for (const [document, argument] of faults) {
      let failed: unknown;
      try {
        loanOfferOf(document);
      } catch (error) {
        failed = error;
      }
      expect(failed).to.have.nested.property("args.argument", argument);
    }
  });
});
