import { expect } from "chai";
import { MaxUint256 } from "ethers";
import type { OrderDraft } from "../../packages/sdk/src/orders/index.js";
import { ACCOUNTS, onANode } from "../fixtures/live.js";
import { timeless, withCli } from "../fixtures/liveCli.js";
import { balances, seenBy, setFee } from "../fixtures/liveHub.js";

const SCV = 10n ** 18n;
const UNKNOWN = `0x${"12".repeat(32)}`;

/** What a payer reads before paying an order with the default window and no arbiter. */
const NO_ARBITER =
  "The payee can take the money 3d after it says that it delivered. " +
  "There is no arbiter: you cannot dispute the delivery.\n";

/** What the verbs of one deal print. */
interface Printed {
  dealId: string;
  amount: string;
  fee: string;
  toPayee: string;
  toPayer: string;
}

onANode("cli: orders", (live) => {
  const cli = withCli(live);
  const address = (who: keyof typeof ACCOUNTS) => live().wallet(who).address;
  const has = () => balances(seenBy(live(), "alice"), [address("alice"), address("provider")]);

  it("opens, shows, delivers and releases an order, the hub's fee included", async () => {
    await setFee(live(), 100n);
    const [payerBefore = 0n, payeeBefore = 0n] = await has();
    const args = [address("provider"), "2", "--ref", "invoice-7", "--arbiter", address("erin")];
    const opened = await cli().run("alice", "order", "open", ...args);
    const [, id = ""] = /^deal +(0x\w{64})$/m.exec(opened.stdout) ?? [];
    expect(await cli().text(undefined, "order", "show", id)).to.equal(`deal              <hash>
state             open
kind              order
payer             ${address("alice")}
payee             ${address("provider")}
arbiter           ${address("erin")}
price             2 SCV
deliver until     <time>
dispute window    3d
hub's fee         1 %
reference         "invoice-7"
funded            2 SCV
paid              0 SCV
left              2 SCV
due now           0 SCV
refundable now    0 SCV
refundable after  <time>
`);
    expect(await cli().text("provider", "order", "deliver", id, "--proof", "report-1", "--events")).to
      .equal(`Marked the order as delivered.
Delivered    PaymentHub
  id         <hash>
  payee      ${address("provider")}
  proof      "report-1"
transaction  <hash>
gas used     <gas>
fee          <fee> ETH
Next: servicecoin order claim <hash>  (after <time>, unless the payer acts before)
`);
    await cli().text("alice", "order", "release", id, "--total", "0.5");
    const rest = await cli().json<Printed>("alice", "order", "release", id);
    expect([rest.amount, rest.fee]).to.deep.equal(["1500000000000000000", "15000000000000000"]);
    expect(await has()).to.deep.equal([payerBefore - 2n * SCV, payeeBefore + (198n * SCV) / 100n]);

    const [listed, ...others] = await cli().json<{ dealId: string; state: string; paid: string }[]>(
      undefined,
      ...["order", "list", "--payer", address("alice"), "--payee", address("provider")],
    );
    expect([listed?.dealId, listed?.state, listed?.paid, others]).to.deep.equal([id, "closed", String(2n * SCV), []]);
    expect(await cli().json(undefined, "order", "list", "--payer", address("bob"))).to.deep.equal([]);
  });

  it("open says when the payee can take the money, then what happened, the terms in words", async () => {
    const { PaymentHub } = live().deployment.contracts;
    const args = [address("provider"), "2", "--ref", "invoice-7", "--deadline", "2099-01-31"];
    const { code, stdout, stderr } = await cli().run("alice", "order", "open", ...args, "--events");
    expect([code, stderr]).to.deep.equal([0, NO_ARBITER]);
    expect(timeless(stdout)).to.equal(`Paid 2 SCV into escrow for this order.
Transfer     ServiceCoin
  from       ${address("alice")}
  to         ${PaymentHub.address} (PaymentHub)
  value      2 SCV
Opened       PaymentHub
  id         <hash>
  payer      ${address("alice")}
  payee      ${address("provider")}
  amount     2 SCV
  terms      2 SCV, until <time>, window 3d, fee 0 %
  arbiter    0x0000000000000000000000000000000000000000
  ref        "invoice-7"
transaction  <hash>
gas used     <gas>
fee          <fee> ETH
Next: servicecoin order release <hash>  (when you have what you paid for)
`);
    const short = await cli().run("alice", "order", "open", address("provider"), "1");
    expect(timeless(short.stdout)).to.equal(`Paid 1 SCV into escrow for this order.
deal         <hash>
transaction  <hash>
fee          <fee> ETH
Next: servicecoin order release <hash>  (when you have what you paid for)
`);
  });

  it("drafts an order, signs its payment, and signs its release, all sent by the payee", async () => {
    const [payerBefore = 0n, payeeBefore = 0n] = await has();
    const draft = await cli().text(
      "provider",
      "order",
      "draft",
      address("provider"),
      "3",
      "--payer",
      address("alice"),
      "--out",
      "terms.json",
    );
    expect(draft)
      .to.match(/^deal +<hash>\nkind +order\npayer +0x/)
      .and.match(/\nfile +terms\.json\nNext: servicecoin order open --terms terms\.json\n$/);
    const signing = ["order", "sign", "--terms", "terms.json", "--payment", "--out", "paid.json"];
    const { code, stderr } = await cli().run("alice", ...signing);
    expect([code, stderr]).to.deep.equal([0, NO_ARBITER]);
    const { dealId } = await cli().json<Printed>("provider", "order", "submit", "paid.json");
    expect(dealId).to.equal((await cli().read("terms.json"))["dealId"]);
    await cli().text("alice", "order", "sign-release", dealId, "--total", "1", "--out", "release.json");
    const { released } = await cli().json<{ released: unknown }>(
      "provider",
      "order",
      "submit-releases",
      "release.json",
    );
    expect(released).to.deep.equal([{ dealId, amount: String(SCV), fee: "0" }]);
    expect(await has()).to.deep.equal([payerBefore - 3n * SCV, payeeBefore + SCV]);
  });

  it("signs a deal for the payee to submit, out of an allowance", async () => {
    const client = seenBy(live(), "alice");
    await (await client.coin.approve(client.addresses.PaymentHub, MaxUint256)).wait();
    const signed = await cli().json<{ deal: OrderDraft; signature: string }>(
      "alice",
      "order",
      "sign",
      address("provider"),
      "1",
    );
    await cli().write("signed.json", signed);
    const { dealId } = await cli().json<Printed>("provider", "order", "submit", "signed.json");
    await cli().refuse(
      "provider",
      ["order", "submit", "signed.json"],
      1,
      "HubWrongStatus",
      /is open, which does not allow/,
    );
    // The file names the deal as well as its id does.
    expect((await cli().json<Printed>(undefined, "order", "show", "signed.json")).dealId).to.equal(dealId);
  });

  it("disputes and resolves, refunds a part, claims after the window, makes void", async () => {
    const [payerBefore = 0n, payeeBefore = 0n] = await has();
    const open = [address("provider"), "2", "--window", "1h", "--deliver-within", "1d"];
    const first = await cli().json<Printed>("alice", "order", "open", ...open, "--arbiter", address("erin"));
    await cli().text("provider", "order", "deliver", first.dealId);
    await cli().text("alice", "order", "dispute", first.dealId, "--reason", "too-late");
    const slip = "toPayee: 99 SCV is more than the order's price of 2 SCV.";
    await cli().refuse("erin", ["order", "resolve", first.dealId, "99"], 2, "BadAmount", slip);
    const { toPayee, toPayer } = await cli().json<Printed>("erin", "order", "resolve", first.dealId, "0.5");
    expect([toPayee, toPayer]).to.deep.equal([String(SCV / 2n), String((3n * SCV) / 2n)]);

    const second = await cli().json<Printed>("alice", "order", "open", ...open);
    expect((await cli().json<Printed>("provider", "order", "refund", second.dealId, "0.25")).amount).to.equal(
      String(SCV / 4n),
    );
    await cli().text("provider", "order", "deliver", second.dealId);
    await live().pass(3601);
    expect((await cli().json<Printed>("bob", "order", "claim", second.dealId)).amount).to.equal(
      String((7n * SCV) / 4n),
    );
    expect(await has()).to.deep.equal([payerBefore - (9n * SCV) / 4n, payeeBefore + (9n * SCV) / 4n]);
  });

  it("a payee who delivers an order with default terms cannot take the money seconds later", async () => {
    const { dealId } = await cli().json<Printed>("alice", "order", "open", address("provider"), "0.5");
    await cli().text("provider", "order", "deliver", dealId);
    await cli().refuse("provider", ["order", "claim", dealId], 1, "HubTooEarly", /./);
    const sentence = "This order has no arbiter, so nobody can dispute it.";
    await cli().refuse("alice", ["order", "dispute", dealId], 1, "NoArbiter", sentence);
    await live().pass(3 * 86_400 + 1);
    expect((await cli().json<Printed>("provider", "order", "claim", dealId)).amount).to.equal(String(SCV / 2n));
  });

  it("orders from a service, for its price, and lists what is one's own", async () => {
    const offer = ["--category", "weather", "--price", "0.5", "--unit", "page"];
    const { agentId } = await cli().json<{ agentId: string }>("provider", "service", "register", ...offer);
    const from = ["order", "open", "--service", agentId];
    const { dealId } = await cli().json<Printed>("alice", ...from, "--quantity", "3");
    const { deal } = await cli().json<{ deal: { payee: string; price: string } }>(undefined, "order", "show", dealId);
    expect([deal.payee, deal.price]).to.deep.equal([address("provider"), String((3n * SCV) / 2n)]);
    const { dealId: other } = await cli().json<Printed>("bob", "order", "open", address("erin"), "1");
    const mine = async (who: keyof typeof ACCOUNTS) =>
      (await cli().json<Printed[]>(who, "order", "list", "--mine")).map((order) => order.dealId);
    expect([await mine("alice"), await mine("provider")]).to.deep.equal([[dealId], [dealId]]);
    expect([await mine("bob"), await mine("erin"), await mine("carol")]).to.deep.equal([[other], [other], []]);

    const typed = "--service already has the payee: omit the argument.";
    await cli().refuse("alice", [...from, address("erin"), "1"], 2, "ConflictingOptions", typed);
    const alone = "--quantity counts the units of a service: add --service, or omit it.";
    await cli().refuse("alice", ["order", "open", address("erin"), "1", "--quantity", "2"], 2, "MissingOption", alone);
    await cli().json("provider", "service", "unset-wallet", agentId);
    const none = `Service ${agentId} has no wallet to pay: agree on one with it, and give payee and price.`;
    await cli().refuse("alice", from, 1, "NotForSale", none);
  });

  it("refuses a deadline and an end that are over already, by their names", async () => {
    const late = ["--deadline", "2020-01-01"];
    const deadline = '--deadline: "2020-01-01" is over already.';
    await cli().refuse("alice", ["order", "open", address("provider"), "1", ...late], 2, "BadTime", deadline);
    const stream = ["stream", "open", address("provider"), "--per-second", "1", "--fund", "1", "--until", "2020-01-01"];
    await cli().refuse("alice", stream, 2, "BadTime", '--until: "2020-01-01" is over already.');
  });

  it("makes a draft void", async () => {
    await cli().text("alice", "order", "draft", address("provider"), "1", "--out", "terms.json");
    await cli().text("provider", "order", "void", "terms.json");
    await cli().refuse("alice", ["order", "open", "--terms", "terms.json"], 1, "HubWrongStatus", /is closed/);
  });

  it("says why an order is refused", async () => {
    const { dealId } = await cli().json<Printed>("alice", "order", "open", address("provider"), "1");
    const refuse: ReturnType<typeof cli>["refuse"] = (...refusal) => cli().refuse(...refusal);
    const only = (party: string, what = "do this") =>
      `Only the ${party} may ${what}; the account ${address("bob")} may not.`;
    const [payer, payee] = [`payer ${address("alice")}`, `payee ${address("provider")}`];
    await refuse("bob", ["order", "release", dealId], 1, "HubUnauthorized", only(payer));
    await refuse("bob", ["order", "deliver", dealId], 1, "HubUnauthorized", only(payee));
    await refuse("bob", ["order", "resolve", dealId, "1"], 1, "HubUnauthorized", only("arbiter (nobody)"));
    const none = "The deal <hash> was never opened on this chain.";
    await refuse("alice", ["order", "release", UNKNOWN], 1, "DealNotFound", none);
    await refuse(undefined, ["order", "show", UNKNOWN], 1, "DealNotFound", none);
    const order = '<hash> is an order: use "servicecoin order show <hash>".';
    await refuse(undefined, ["stream", "show", dealId], 1, "HubWrongKind", order);
    const noTopUp = '<hash> is an order: "top-up" is not for orders.';
    await refuse("alice", ["subscription", "top-up", dealId, "1"], 1, "HubWrongKind", noTopUp);
    await refuse("bob", ["order", "sign-release", dealId], 1, "HubInvalidSignature", only(payer, "sign this"));
    await refuse("alice", ["order", "open", address("provider"), "17"], 1, "ERC20InsufficientBalance", /has 15 SCV/);
  });
});
