import { expect } from "chai";
import { getAddress, ZeroAddress } from "ethers";
import { verifyIndex } from "../../packages/indexer/src/verify/verifyIndex.js";
import { collect, serveStory, type ServedStory } from "../fixtures/api.js";
import { at } from "../fixtures/at.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { packed } from "../fixtures/deals.js";
import { advanceOf, createAccount, loanOf, takeLoan } from "../fixtures/indexedCredit.js";
import { dealTermsOf } from "../fixtures/indexedStory.js";
import { onBothDatabases } from "../fixtures/onBothDatabases.js";

const YEAR = 365 * 86_400;

describe("indexer: payout accounts and loans", function () {
  onBothDatabases((urlOf) => {
    let served: ServedStory;

    beforeEach(async () => {
      served = await serveStory(await urlOf());
    });

    afterEach(() => served.close());

    const loanAt = async (index: number) =>
      (await served.client.get("/loans/{id}", { id: at(served.story.loans, index) })).data;

    it("says of each loan what the contract says at the block", async () => {
      const { credit } = served.story;
      const loans = await collect(served.client.all("/loans", {}));
      expect(loans.map(({ id }) => id).sort()).to.deep.equal([...served.story.loans].sort());
      const block = { blockTag: "latest" } as const;
      for (const loan of loans) {
        const [owed, overdue] = await credit.owedOf(loan.id, block);
        expect([loan.owed, loan.overdue], loan.id).to.deep.equal([String(owed), String(overdue)]);
        const { amounts, ends } = await credit.collectableOf(loan.id, block);
        const orders = await credit.ordersOf(loan.id);
        expect(loan.dueFromOrders, loan.id).to.equal(String(amounts[0]));
        if (loan.state === "active") {
          expect(loan.orders.map(({ id }) => id)).to.deep.equal(orders.map(({ id }) => id));
          expect(loan.isExhausted || loan.status === "lapsed").to.equal(ends);
        }
      }
      expect(loans.filter(({ overdue }) => overdue !== "0").length).to.be.above(0);
      expect(loans.filter(({ dueFromOrders }) => dueFromOrders !== "0").length).to.be.above(0);
    });

    it("says of each payout account what the contract says", async () => {
      const { credit, coin, payoutAccounts } = served.story;
      const accounts = await collect(served.client.all("/payout-accounts", {}));
      expect(accounts.map(({ account }) => account).sort()).to.deep.equal([...payoutAccounts].sort());
      for (const { account, owner, pendingOwner, balance, withdrawable, loans } of accounts) {
        expect(owner).to.equal(await credit.ownerOf(account));
        expect(pendingOwner ?? ZeroAddress).to.equal(await credit.pendingOwnerOf(account));
        expect([balance, withdrawable], account).to.deep.equal([
          String(await coin.balanceOf(account)),
          String(await credit.withdrawableOf(account)),
        ]);
        const { orderLoans, incomeLoan } = await credit.loansOf(account);
        const pledged = [...orderLoans, ...(BigInt(incomeLoan) === 0n ? [] : [incomeLoan])];
        expect([...loans].sort()).to.deep.equal(pledged.sort());
      }
      expect(accounts.some(({ balance, withdrawable }) => balance !== withdrawable)).to.equal(true);
      expect(accounts.some(({ transferredAt }) => transferredAt !== null)).to.equal(true);
      expect(accounts.some(({ withdrawn }) => withdrawn === "1000000000000000")).to.equal(true);
    });

    it("lists the deals of an owner with those of its payout accounts, each once", async () => {
      const { client, story } = served;
      const owner = at(story.others, 1).address;
      const { data: accounts } = await client.list("/payout-accounts", { owner });
      const own = new Set([owner, ...accounts.map(({ account }) => account)]);
      const all = await collect(client.all("/deals", {}));
      const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
      const paid = all.filter(({ payee }) => payee !== null && own.has(payee));
      expect(paid.some(({ payee }) => payee !== owner)).to.equal(true);
      const filter = { payoutAccounts: "true", limit: 2 } as const;
      expect(idsOf(await collect(client.all("/deals", { ...filter, payee: owner })))).to.deep.equal(idsOf(paid));
      const sides = all.filter((deal) => deal.payer === owner || paid.includes(deal));
      expect(idsOf(await collect(client.all("/deals", { ...filter, party: owner })))).to.deep.equal(idsOf(sides));
      const direct = await collect(client.all("/deals", { payee: owner }));
      expect(direct.every(({ payee }) => payee === owner)).to.equal(true);
      expect(idsOf(await collect(client.all("/deals", { ...filter, party: owner, payee: owner })))).to.deep.equal(
        idsOf(direct),
      );
    });

    it("tells how each loan ended, and where the money came from", async () => {
      const loans = await Promise.all(served.story.loans.map((_id, index) => loanAt(index)));
      const [repaid, exhausted, running, late, later, overdue, withdrawn, forgiven] = loans;
      expect(repaid).to.include({ state: "ended", endReason: "repaid", unpaid: "0", repaid: "0" });
      const { charge = "0", amount = "0", collected } = repaid ?? {};
      expect(BigInt(collected?.orders ?? 0)).to.be.above(BigInt(amount) + BigInt(charge));
      expect(exhausted).to.include({ state: "ended", endReason: "exhausted", unpaid: "10000000000000000" });
      expect(running).to.include({ state: "active", status: "active", due: null, nextDue: null });
      expect(late).to.include({ state: "ended", endReason: "repaid", repaid: "1000000000000000" });
      expect(late?.collected.allowance).to.equal("500000000000000");
      expect(BigInt(late?.collected.collateral ?? 0) + BigInt(late?.returned ?? 0)).to.equal(
        BigInt(late?.collateral ?? 0),
      );
      expect(later).to.include({ state: "active", status: "active", overdue: "0" });
      expect(overdue).to.include({ state: "active", status: "overdue", income: true });
      expect(BigInt(overdue?.collected.income ?? 0)).to.equal(2_500_000_000_000_000n);
      expect(withdrawn).to.include({ state: "voided", status: "voided", borrower: null, takenIn: null });
      expect(forgiven).to.include({ state: "ended", endReason: "forgiven", returned: "5" });
      const events = await collect(served.client.all("/loans/{id}/events", { id: at(served.story.loans, 3) }));
      expect(events.map(({ event, source }) => source ?? event)).to.deep.equal([
        "LoanEnded",
        "collateral",
        "collateral",
        "allowance",
        "LoanRepaid",
        "LoanTaken",
      ]);
    });

    it("finds loans by what is due, and names the day from which something is overdue exactly", async () => {
      const { credit, loans } = served.story;
      const later = await loanAt(4);
      const ids = async (input: object) => (await collect(served.client.all("/loans", input))).map(({ id }) => id);
      const nextDue = later.nextDue ?? 0;
      expect(await ids({ dueBefore: nextDue })).to.deep.equal([at(loans, 5)]);
      expect(await ids({ dueBefore: nextDue + 1 })).to.have.members([at(loans, 4), at(loans, 5)]);
      expect(await ids({ collectableBy: nextDue })).to.have.members([at(loans, 2), at(loans, 5)]);
      expect(await ids({ collectableBy: nextDue + 1 })).to.have.members([at(loans, 2), at(loans, 4), at(loans, 5)]);
      await networkHelpers.time.increaseTo(nextDue);
      expect((await credit.owedOf(later.id)).overdue).to.equal(0n);
      await networkHelpers.time.increaseTo(nextDue + 1);
      expect((await credit.owedOf(later.id)).overdue).to.be.above(0n);
      await served.follow();
      const { owed, overdue } = await credit.owedOf(later.id);
      expect(await loanAt(4)).to.include({ status: "overdue", owed: String(owed), overdue: String(overdue) });
    });

    it("replays loans that have lapsed, and pledges of orders of a loan with a due date", async () => {
      const { story } = served;
      const { hub, credit, alice, dave, stranger, others } = story;
      const provider = at(others, 1);
      const account = await createAccount(story, provider, "with a due date");
      const address = await account.getAddress();
      const deal = await dealTermsOf(story, { address });
      await hub.connect(alice).open(packed(deal), deal.price, "0x");
      const now = BigInt(await networkHelpers.time.latest());
      const dates = { due: now + 5_000n, instalments: 1n };
      const terms = await loanOf(story, { ...(await advanceOf(story, address, [deal])), ...dates });
      const secured = await takeLoan(story, provider, terms, [deal]);
      const collateral = 3n;
      const plain = await takeLoan(
        story,
        dave,
        await loanOf(story, { collateral, rate: 10n ** 9n, lateRate: 10n ** 10n }),
      );
      await hub.connect(alice).release(packed(deal), deal.price / 2n);
      await credit.connect(stranger).collect(secured);
      await networkHelpers.time.increase(2 * YEAR + 6_000);
      await served.follow();
      const { data: lapsed } = await served.client.get("/loans/{id}", { id: plain });
      const { owed } = await credit.owedOf(plain);
      expect(lapsed).to.include({ status: "lapsed", owed: String(owed) });
      for (const loan of [secured, plain]) await credit.connect(stranger).collect(loan);
      await served.follow();
      const { differences, compared } = await verifyIndex(served.reader, story.client, ethers.provider);
      expect(differences).to.deep.equal([]);
      expect(compared.loans).to.equal(story.loans.length + 2);
      const ended = await served.client.get("/loans/{id}", { id: plain });
      expect(ended.data).to.include({ endReason: "lapsed", returned: "0" });
      expect(ended.data.collected.collateral).to.equal(String(collateral));
    });

    it("counts what a payout account pays its lender or owner as no payment", async () => {
      const { payoutAccounts } = served.story;
      for (const account of payoutAccounts) {
        const payments = await collect(served.client.all("/payments", { payer: account }));
        expect(payments).to.deep.equal([]);
      }
      const [advance] = payoutAccounts.slice(1);
      const received = await collect(served.client.all("/payments", { payee: advance ?? "" }));
      expect(received.map(({ kind }) => kind)).to.deep.equal(received.map(() => "order"));
      expect(received.length).to.be.above(2);
    });

    it("shows events of loans with their parties and terms", async () => {
      const { bob, others } = served.story;
      const events = await collect(served.client.all("/history", { contracts: "Credit", order: "oldest" }));
      const taken = events.find(({ event, args }) => event === "LoanTaken" && args["id"] === at(served.story.loans, 0));
      expect(taken?.args["loan"]).to.deep.include({ lender: bob.address, amount: "10000000000000000", pull: false });
      expect(taken?.args["orders"]).to.have.length(2);
      const collected = events.find(({ event }) => event === "LoanCollected");
      expect(collected?.accounts).to.include.members([bob.address, at(others, 1).address]);
      const withdrawal = events.find(({ event }) => event === "AccountWithdrawn");
      expect(withdrawal?.accounts).to.include(getAddress(at(others, 1).address));
    });
  });
});
