import { expect } from "chai";
import { onEveryNode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { balances, seenBy } from "../fixtures/liveHub.js";
import { allowCredit } from "../fixtures/creditClients.js";

const SCV = 10n ** 18n;
const DAY = 86_400;

onEveryNode("cli: payout accounts and loans", (live) => {
  const cli = withCli(live);
  const addressOf = (who: "alice" | "bob" | "provider") => live().wallet(who).address;

  /** The payout account of the provider, and an order that pays it. */
  async function withOrder(): Promise<{ account: string; dealId: string }> {
    const { account } = await cli().json<{ account: string }>("provider", "account", "create", "--salt", "shop");
    const order = ["order", "open", account, "3", "--ref", "invoice-7"];
    const { dealId } = await cli().json<{ dealId: string }>("alice", ...order);
    return { account, dealId };
  }

  it("creates an account, withdraws from it, and hands it over", async () => {
    const { account } = await withOrder();
    expect(await cli().text("provider", "account", "list")).to.match(
      /^account +balance +withdrawable\n-.*\n0x\w{40} +0 SCV +0 SCV\n$/,
    );
    await cli().text("alice", "coin", "transfer", account, "2");
    await cli().text("provider", "account", "withdraw", account, "0.5");
    const stranger = `${addressOf("bob")} is not allowed to do this; ${addressOf("provider")} is.`;
    await cli().refuse("bob", ["account", "withdraw", account], 1, "CreditUnauthorized", stranger);
    await cli().text("provider", "account", "transfer", account, addressOf("bob"));
    expect(await cli().text(undefined, "account", "show", account)).to.equal(`account       ${account}
owner         ${addressOf("provider")}
offered to    ${addressOf("bob")}
balance       1.5 SCV
withdrawable  1.5 SCV
`);
    await cli().text("bob", "account", "accept", account);
    await cli().text("bob", "account", "withdraw", account, "--to", addressOf("alice"));
    expect(await cli().text("provider", "account", "list")).to.equal("No payout accounts.\n");
  });

  it("advances an order: the lender offers, the provider takes, the order repays", async () => {
    const { account, dealId } = await withOrder();
    const offer = ["loan", "offer", "2", "--charge", "0.1", "--order", dealId, "--out", "offer.json"];
    const { code, stdout, stderr } = await cli().run("bob", ...offer);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain("secured by         orders\n");
    expect(stdout).to.match(/Next: servicecoin loan take offer\.json {2}\(by the borrower\)\n$/);
    expect(stderr).to.contain("unsecured  0 SCV\n- 1 pledged order holds or paid 3 SCV");
    expect(stderr).to.contain('Nobody can take this offer yet: let Credit pay it out with "coin approve ');
    const early = /^Credit may not take 2 SCV: the account that pays needs "coin approve 0x\w{40} <amount>"\./;
    await cli().refuse("provider", ["loan", "take", "offer.json"], 1, "ERC20InsufficientAllowance", early);
    const credit = seenBy(live(), "bob").addresses.Credit;
    await cli().text("bob", "coin", "approve", credit, "2");
    expect(await cli().text(undefined, "loan", "verify", "offer.json")).to.contain("unsecured  0 SCV\n");
    const { loanId } = await cli().json<{ loanId: string }>("provider", "loan", "take", "offer.json");
    expect(await cli().text(undefined, "loan", "show", loanId)).to.equal(`loan              <hash>
state             active
lender            ${addressOf("bob")}
borrower          ${addressOf("provider")}
principal         2 SCV
fixed charge      0.1 SCV
interest          0 % per year
due               when the orders pay
payout account    ${account}
secured by        orders
orders must hold  2.1 SCV
DAO's fee         0 %
reference         <hash>
taken             <time>
owed              2.1 SCV
overdue           0 SCV
next due          no date
collectable now   nothing
collateral held   0 SCV
lapses            <time>
`);
    const pledged = /^Deal 0x\w{64} secures loan 0x\w{64}: repay the loan before you refund or cancel it\.$/;
    await cli().refuse("provider", ["order", "refund", dealId], 1, "PayoutAccountPledged", pledged);
    await cli().text("provider", "order", "deliver", dealId);
    await cli().text("alice", "order", "release", dealId);
    const [before = 0n] = await balances(seenBy(live(), "bob"), [addressOf("bob")]);
    expect(await cli().text("alice", "loan", "collect", loanId)).to.match(/^Done: Collect what is due of <hash>\.\n/);
    expect(await balances(seenBy(live(), "bob"), [addressOf("bob")])).to.deep.equal([before + (21n * SCV) / 10n]);
    expect(await cli().json(undefined, "loan", "show", loanId)).to.deep.include({
      state: "ended",
      ended: { reason: "repaid", unpaid: "0" },
    });
  });

  it("lends against an allowance in instalments; the borrower repays; the lender forgives the rest", async () => {
    await allowCredit(seenBy(live(), "bob"), seenBy(live(), "alice"));
    const terms = ["--due", "30d", "--instalments", "2", "--period", "30d", "--pull", "--yearly", "12.5%"];
    const draft = ["loan", "draft", "4", ...terms, "--lender", addressOf("bob"), "--borrower", addressOf("alice")];
    await cli().text(undefined, ...draft, "--out", "draft.json");
    const signed = `Only the lender ${addressOf("bob")} may sign this; the account ${addressOf("alice")} may not.`;
    const sign = ["loan", "offer", "--terms", "draft.json"];
    await cli().refuse("alice", sign, 1, "CreditInvalidSignature", signed);
    const { code, stderr } = await cli().run("bob", ...sign, "--out", "offer.json");
    expect([code, stderr.includes("4 SCV of the 4 SCV that are owed are unsecured")], stderr).to.deep.equal([0, true]);
    const { loanId } = await cli().json<{ loanId: string }>("alice", "loan", "take", "offer.json");
    expect(await cli().text(undefined, "loan", "show", loanId)).to.match(
      /\n\ndue +principal +charges +left\n-.*\n<time> +2 SCV +0\.\d+ SCV +2 SCV\n<time> +2 SCV +0\.\d+ SCV +0 SCV\n$/,
    );
    await cli().refuse("bob", ["loan", "collect", loanId], 1, "CreditNothingDue", /^Nothing can be paid for loan /);
    await cli().text("alice", "loan", "repay", loanId, "1.5");
    const [listed] = await cli().json<{ loanId: string; state: string }[]>(
      undefined,
      ...["loan", "list", "--lender", addressOf("bob"), "--borrower", addressOf("alice")],
    );
    expect(listed).to.include({ loanId, state: "active" });
    const { unsecured } = await cli().json<{ unsecured: string }>(undefined, "loan", "security", loanId);
    expect(BigInt(unsecured) >= (5n * SCV) / 2n).to.equal(true);
    await cli().text("bob", "loan", "forgive", loanId);
    const over = "The loan <hash> is ended, which does not allow this.";
    await cli().refuse("alice", ["loan", "repay", loanId], 1, "CreditWrongStatus", over);
    expect(await cli().text(undefined, "loan", "list", "--lender", addressOf("alice"))).to.equal("No loans.\n");
  });

  it("enforces a loan that nobody repays: a stranger collects exactly what is owed", async () => {
    await allowCredit(seenBy(live(), "bob"), seenBy(live(), "alice"));
    const terms = ["--charge", "0.1", "--due", "30d", "--pull", "--borrower", addressOf("alice")];
    expect((await cli().run("bob", "loan", "offer", "2", ...terms, "--out", "offer.json")).code).to.equal(0);
    const { loanId } = await cli().json<{ loanId: string }>("alice", "loan", "take", "offer.json");
    const parties = [addressOf("bob"), addressOf("alice")];
    const [lender = 0n, borrower = 0n] = await balances(seenBy(live(), "bob"), parties);
    await live().pass(29 * DAY);
    await cli().refuse(
      "provider",
      ["loan", "collect", loanId],
      1,
      "CreditNothingDue",
      /^Nothing can be paid for loan /,
    );
    await live().pass(2 * DAY);
    expect(await cli().text(undefined, "loan", "show", loanId)).to.match(/\noverdue +2\.1 SCV\n/);
    await cli().text("provider", "loan", "collect", loanId);
    const owed = (21n * SCV) / 10n;
    expect(await balances(seenBy(live(), "bob"), parties)).to.deep.equal([lender + owed, borrower - owed]);
    expect(await cli().json(undefined, "loan", "show", loanId)).to.deep.include({
      state: "ended",
      ended: { reason: "repaid", unpaid: "0" },
    });
  });

  it("withdraws an offer, and refuses files and terms that are wrong", async () => {
    await allowCredit(seenBy(live(), "bob"));
    const offer = ["loan", "offer", "1", "--due", "2d", "--collateral", "0.5"];
    await cli().run("bob", ...offer, "--out", "offer.json");
    expect(await cli().text(undefined, "loan", "security", "offer.json")).to.equal(`owed       1 SCV
unsecured  0.5 SCV
- 0.5 SCV of collateral is held by the contract until the loan ends.
- 0.5 SCV of the 1 SCV that are owed are unsecured: nothing that the contract holds or controls covers them.
`);
    await cli().text("bob", "loan", "void", "offer.json");
    const voided = "The loan <hash> is voided, which does not allow this.";
    await cli().refuse("alice", ["loan", "take", "offer.json"], 1, "CreditWrongStatus", voided);
    expect(await cli().text(undefined, "loan", "show", "offer.json")).to.match(/^loan +<hash>\nstate +voided\n/);
    await cli().write("broken.json", { ...(await cli().read("offer.json")), signature: 7 });
    const broken = "broken.json is not a signed offer of a loan: signature is missing or invalid.";
    await cli().refuse("alice", ["loan", "take", "broken.json"], 2, "BadDocument", broken);
    const none = "The loan <hash> was never taken on this chain.";
    await cli().refuse(undefined, ["loan", "show", `0x${"12".repeat(32)}`], 1, "LoanNotFound", none);
    const contradiction = "The securities of loan <hash> contradict each other.";
    await cli().refuse("bob", ["loan", "offer", "1"], 1, "CreditInvalidSecurity", contradiction);
  });

  it("signs a quote for a payout account, which payers pay", async () => {
    const { account } = await withOrder();
    await cli().text("provider", "quote", "sign", "1", "--payee", account, "--out", "quote.json");
    await cli().text(undefined, "quote", "verify", "quote.json");
    const { deal } = await cli().json<{ deal: { payee: string } }>("alice", "quote", "pay", "quote.json");
    expect(deal.payee).to.equal(account);
  });
});
