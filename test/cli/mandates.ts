import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { balances, seenBy } from "../fixtures/liveHub.js";

const SCV = 10n ** 18n;

onANode("cli: mandates", (live) => {
  const cli = withCli(live);
  const alice = () => live().wallet("alice").address;
  const provider = () => live().wallet("provider").address;

  beforeEach(async () => {
    const client = seenBy(live(), "alice");
    await (await client.coin.approve(client.addresses.PaymentHub, MaxUint256)).wait();
  });

  it("signs a mandate; the payee charges it by file and by id up to the limit; the payer revokes it", async () => {
    const client = seenBy(live(), "alice");
    const [payerBefore = 0n, payeeBefore = 0n] = await balances(client, [alice(), provider()]);
    const sign = ["mandate", "sign", provider(), "5", "--period", "30d", "--ref", "hosting", "--out", "mandate.json"];
    expect(await cli().text("alice", ...sign)).to.equal(`payer      ${alice()}
payee      ${provider()}
limit      5 SCV per 30d
starts     <time>
ends       never
hub's fee  0 %
reference  "hosting"
file       mandate.json
Next: servicecoin mandate charge mandate.json <amount>  (by the payee)
`);
    await cli().text("provider", "mandate", "charge", "mandate.json", "1.5");
    const [{ mandateId } = { mandateId: "" }] = await cli().json<{ mandateId: string }[]>(
      undefined,
      "mandate",
      "list",
      "--payer",
      alice(),
    );
    await cli().text("provider", "mandate", "charge", mandateId, "2");
    const most = "The amount of 2 SCV for <hash> must be above 0 and at most 1.5 SCV.";
    await cli().refuse("provider", ["mandate", "charge", mandateId, "2"], 1, "HubInvalidAmount", most);
    expect(await cli().text(undefined, "mandate", "show", mandateId)).to.equal(`mandate                 <hash>
state                   accepted
payer                   ${alice()}
payee                   ${provider()}
limit                   5 SCV per 30d
starts                  <time>
ends                    never
hub's fee               0 %
reference               "hosting"
charged in this period  3.5 SCV
chargeable now          1.5 SCV
payable now             1.5 SCV
next period             <time>
`);
    const paid = (7n * SCV) / 2n;
    expect(await balances(client, [alice(), provider()])).to.deep.equal([payerBefore - paid, payeeBefore + paid]);
    await cli().text("alice", "mandate", "revoke", mandateId);
    const revoked = "The mandate <hash> has been revoked.";
    await cli().refuse("provider", ["mandate", "charge", mandateId, "1"], 1, "HubRevoked", revoked);
  });

  it("accepts what the payee drafted, and refuses others", async () => {
    expect(await cli().text(undefined, "mandate", "list")).to.equal("No accepted mandates.\n");
    const draft = ["mandate", "draft", provider(), "5", "--period", "1d", "--end", "30d", "--payer", alice()];
    const drafted = await cli().json<{ mandateId: string }>(undefined, ...draft, "--out", "terms.json");
    expect(await cli().read("terms.json")).to.deep.equal(drafted);
    const bob = live().wallet("bob").address;
    const signed = `Only the payer ${alice()} may sign this; the account ${bob} may not.`;
    await cli().refuse("bob", ["mandate", "sign", "--terms", "terms.json"], 1, "HubInvalidSignature", signed);
    const { mandateId } = await cli().json<typeof drafted>("alice", "mandate", "accept", "--terms", "terms.json");
    expect(mandateId).to.equal(drafted.mandateId);
    const sentence = `Only the payee ${provider()} may do this; the account ${bob} may not.`;
    await cli().refuse("bob", ["mandate", "charge", mandateId, "1"], 1, "HubUnauthorized", sentence);
    const none = "The mandate <hash> was never accepted on this chain.";
    await cli().refuse(undefined, ["mandate", "show", `0x${"12".repeat(32)}`], 1, "MandateNotFound", none);
    expect(await cli().text(undefined, "mandate", "list")).to.match(
      /\n<hash> +0x\w+ +0x\w+ +5 SCV +1d +<time> +<time>\n/,
    );
  });
});
