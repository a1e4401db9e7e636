import { expect } from "chai";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { balances, seenBy } from "../fixtures/liveHub.js";

const SCV = 10n ** 18n;

interface Printed {
  dealId: string;
  amount: string;
  toPayee: string;
  toPayer: string;
  funded: string;
  arrears: string;
  deal: { price: string; start: string; deadline: string };
}

onANode("cli: streams and subscriptions", (live) => {
  const cli = withCli(live);
  const provider = () => live().wallet("provider").address;

  it("opens a stream, claims, tops up, shows and cancels it; every coin goes to one of the two", async () => {
    const client = seenBy(live(), "alice");
    const accounts = [live().wallet("alice").address, provider()];
    const [payerBefore = 0n, payeeBefore = 0n] = await balances(client, accounts);
    const open = ["stream", "open", provider(), "--per-second", "0.001", "--fund", "2", "--ref", "salary"];
    const { dealId } = await cli().json<Printed>("alice", ...open);
    await live().pass(100);
    const claimed = BigInt((await cli().json<Printed>("bob", "stream", "claim", dealId)).amount);
    expect(claimed >= SCV / 10n).to.equal(true);
    await cli().text("alice", "stream", "top-up", dealId, "1");
    expect((await cli().text(undefined, "stream", "show", dealId)).replace(/[\d.]+ SCV$/gm, "<amount>")).to
      .equal(`deal            <hash>
state           open
kind            stream
payer           ${accounts[0]}
payee           ${provider()}
price           0.001 SCV per second
starts          <time>
ends            never
hub's fee       0 %
reference       "salary"
funded          <amount>
owed            <amount>
arrears         <amount>
lasts until     <time>
paid            <amount>
left            <amount>
due now         <amount>
refundable now  <amount>
`);
    const { toPayee, toPayer } = await cli().json<Printed>("provider", "stream", "cancel", dealId);
    expect(claimed + BigInt(toPayee) + BigInt(toPayer)).to.equal(3n * SCV);
    const paid = claimed + BigInt(toPayee);
    expect(await balances(client, accounts)).to.deep.equal([payerBefore - paid, payeeBefore + paid]);
    const closed = /is closed, which does not allow this/;
    await cli().refuse("alice", ["stream", "top-up", dealId, "1"], 1, "HubWrongStatus", closed);
  });

  it("spreads an amount over a time, refunds what is not owed, and refuses a stranger's cancel", async () => {
    const open = ["stream", "open", provider(), "--amount", "30", "--for", "30d", "--fund", "1"];
    const { dealId } = await cli().json<Printed>("alice", ...open);
    const { deal } = await cli().json<Printed>(undefined, "stream", "show", dealId);
    expect(BigInt(deal.price)).to.equal((30n * SCV) / (30n * 86_400n));
    expect(BigInt(deal.deadline) - BigInt(deal.start)).to.equal(30n * 86_400n);
    const parties = `the payer ${live().wallet("alice").address} and the payee ${provider()}`;
    const sentence = `Only ${parties} may do this; the account ${live().wallet("bob").address} may not.`;
    await cli().refuse("bob", ["stream", "cancel", dealId], 1, "HubUnauthorized", sentence);
    const stream = '<hash> is a stream: use "servicecoin stream show <hash>".';
    await cli().refuse(undefined, ["order", "show", dealId], 1, "HubWrongKind", stream);
    const { amount } = await cli().json<Printed>("provider", "stream", "refund", dealId, "0.25");
    expect(amount).to.equal(String(SCV / 4n));
    const [listed] = await cli().json<Printed[]>(undefined, "stream", "list", "--payee", provider());
    expect([listed?.dealId, listed?.funded]).to.deep.equal([dealId, String((3n * SCV) / 4n)]);
    expect(await cli().json(undefined, "subscription", "list")).to.deep.equal([]);
    expect(await cli().text(undefined, "subscription", "list")).to.equal("No subscriptions.\n");
  });

  it("opens subscriptions, shows arrears, tops up, and claims many at once", async () => {
    const open = ["subscription", "open", provider(), "3", "--period", "30d", "--fund", "3"];
    const first = await cli().json<Printed>("alice", ...open, "--periods", "12");
    const second = await cli().json<Printed>("alice", ...open);
    await live().pass(31 * 86_400);
    const show = () => cli().json<Printed>(undefined, "subscription", "show", first.dealId);
    const { arrears, deal } = await show();
    expect(arrears).to.equal(String(3n * SCV));
    expect(BigInt(deal.deadline) - BigInt(deal.start)).to.equal(12n * 30n * 86_400n);
    await cli().text("alice", "subscription", "top-up", first.dealId, "3");
    const many = ["subscription", "claim-many", first.dealId, second.dealId];
    const { claims } = await cli().json<{ claims: Printed[] }>("bob", ...many);
    expect(claims.map(({ amount }) => amount)).to.deep.equal([6n, 3n].map((coins) => String(coins * SCV)));
    await cli().text("alice", "subscription", "cancel", second.dealId);
    expect(await cli().text(undefined, "subscription", "list", "--payee", provider())).to.match(/ open .* closed /s);
  });
});
