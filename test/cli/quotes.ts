import { expect } from "chai";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { balances, seenBy } from "../fixtures/liveHub.js";

const SCV = 10n ** 18n;

onANode("cli: quotes", (live) => {
  const cli = withCli(live);
  const provider = () => live().wallet("provider").address;

  it("signs, verifies and pays a quote, and claims what was delivered", async () => {
    const client = seenBy(live(), "alice");
    const accounts = [live().wallet("alice").address, provider()];
    const [payerBefore = 0n, payeeBefore = 0n] = await balances(client, accounts);
    const terms = `kind           order
payer          anyone
payee          ${provider()}
arbiter        nobody
price          2.5 SCV
deliver until  <time>
payment delay  3d
hub's fee      0 %
reference      "offer-1"
`;
    const sign = ["quote", "sign", "2.5", "--deliver-within", "7d", "--ref", "offer-1", "--out", "quote.json"];
    expect(await cli().text("provider", ...sign)).to.equal(
      `${terms}file           quote.json\nNext: servicecoin quote pay quote.json  (by the payer)\n`,
    );
    expect(await cli().text(undefined, "quote", "verify", "quote.json")).to.equal(
      `quote          <hash>\nstate          genuine, can be accepted\n${terms}`,
    );
    const { dealId } = await cli().json<{ dealId: string }>("alice", "quote", "pay", "quote.json");
    await cli().text("provider", "order", "deliver", dealId);
    await live().pass(3 * 86_400 + 1);
    const { amount } = await cli().json<{ amount: string }>("bob", "order", "claim", dealId);
    expect(amount).to.equal("2500000000000000000");
    const paid = (5n * SCV) / 2n;
    expect(await balances(client, accounts)).to.deep.equal([payerBefore - paid, payeeBefore + paid]);
    await cli().refuse("alice", ["quote", "pay", "quote.json"], 1, "HubWrongStatus", /is closed/);
  });

  it("takes no changed, void or mistaken quote", async () => {
    await cli().text("provider", "quote", "sign", "2.5", "--out", "quote.json");
    const quote = (await cli().read("quote.json")) as { deal: object; signature: string };
    await cli().write("changed.json", { ...quote, deal: { ...quote.deal, price: String(SCV) } });
    const sentence = `This was not signed by ${provider()}, or the signature is for other terms.`;
    await cli().refuse("alice", ["quote", "pay", "changed.json"], 1, "HubInvalidSignature", sentence);
    await cli().refuse(undefined, ["quote", "verify", "changed.json"], 1, "HubInvalidSignature", sentence);
    await cli().write("broken.json", { ...quote, deal: { ...quote.deal, price: "-1" } });
    const broken = "broken.json is not a quote: deal.price is missing or invalid.";
    await cli().refuse(undefined, ["quote", "verify", "broken.json"], 2, "BadDocument", broken);
    await cli().refuse("bob", ["quote", "sign", "--terms", "quote.json"], 1, "HubInvalidSignature", sentence);
    await cli().text("provider", "quote", "void", "quote.json");
    await cli().refuse("alice", ["quote", "pay", "quote.json"], 1, "HubWrongStatus", /is closed/);
  });

  it("quotes a stream that was drafted, and pays a part of it", async () => {
    const draft = ["stream", "draft", provider(), "--amount", "3", "--for", "30d", "--out", "terms.json"];
    await cli().text("provider", ...draft, "--payer", live().wallet("alice").address);
    await cli().text("provider", "quote", "sign", "--terms", "terms.json", "--out", "quote.json");
    await cli().refuse("alice", ["quote", "pay", "quote.json"], 2, "InvalidArgument", /^amount is not valid/);
    const { dealId } = await cli().json<{ dealId: string }>("alice", "quote", "pay", "quote.json", "--amount", "1");
    const { funded } = await cli().json<{ funded: string }>(undefined, "stream", "show", dealId);
    expect(funded).to.equal(String(SCV));
  });
});
