import { expect } from "chai";
import { parseEther } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { customCall, readProposal, type Proposal } from "../../packages/sdk/src/proposals/index.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { members, proposed, TO_EXECUTE, TO_QUEUE, TO_VOTE } from "../fixtures/proposals.js";

onANode("cli: proposal", (live) => {
  const cli = withCli(live);
  const addressOf = (who: "alice" | "bob" | "carol" | "stranger") => live().wallet(who).address;
  const reader = () => createClient(live().provider, live().deployment);
  const read = (id: bigint) => readProposal(reader(), id);
  const shown = (seconds: bigint) => new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");

  /** Proposals that call nobody, open, of alice and bob who have locked. */
  const openFixture = async (count: number) => {
    const { alice } = await members(live());
    const calls = [customCall(alice, { target: addressOf("stranger") })];
    const drafts = Array.from({ length: count }, (_, i) => ({ calls, description: `number ${i + 1}` }));
    await proposed(live(), alice, ...drafts);
    return alice;
  };

  it("a whole life by the command line alone: lock, propose, vote, queue, execute", async function () {
    const carol = addressOf("carol");
    await cli().exact("alice", "votes", "lock", "15");
    await live().pass(1);
    const created = await cli().json<{ proposalId: string; events: { name: string }[] }>(
      "alice",
      ...["proposal", "pay", carol, "1.5", "--ref", "invoice-7", "--description", "Pay carol\nfor May", "--exclusive"],
    );
    expect(created.proposalId).to.equal("1");
    const vote = ["proposal", "vote", "1", "for"];
    const early = /^Voting on proposal 1 opens after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: wait until then\.$/;
    await cli().refuse("alice", vote, 1, "GovernorUnexpectedProposalState", early);
    await live().pass(TO_VOTE);
    const open = /^Voting on proposal 1 closes after .*Z: wait until then\.$/;
    await cli().refuse("alice", ["proposal", "queue", "1"], 1, "GovernorUnexpectedProposalState", open);
    const { closesAt: last } = await read(1n);
    expect(await cli().exact("alice", "proposal", "vote", "1", "for", "--reason", "she did it", "--events")).to.equal(
      `Voted for proposal 1.
VoteCast      ServiceDAO
  voter       ${addressOf("alice")}
  proposalId  1
  support     for
  weight      15 SCV
  reason      she did it
transaction   <hash>
gas used      <gas>
fee           <fee> ETH
Next: servicecoin proposal queue 1  (after ${shown(last)}, if it has passed)
`,
    );
    expect(await cli().refusal(1, "alice", "proposal", "vote", "1", "for")).to.equal("GovernorAlreadyCastVote");
    await live().pass(TO_QUEUE);
    const passed = 'Proposal 1 has passed, but is not queued yet: queue it first, with "servicecoin proposal queue 1".';
    await cli().refuse("bob", ["proposal", "execute", "1"], 1, "GovernorUnexpectedProposalState", passed);
    await cli().refuse("bob", vote, 1, "GovernorUnexpectedProposalState", /^Voting on proposal 1 closed after .*Z\.$/);
    const queued = await cli().exact("bob", "proposal", "queue", "1");
    const { executableAt, opensAt, closesAt } = await read(1n);
    expect(queued).to.include(shown(executableAt ?? 0n));
    expect(await cli().exact(undefined, "proposal", "show", "1")).to.equal(
      `proposal             1
state                queued
proposer             ${addressOf("alice")}
voting opens after   ${shown(opensAt)}
voting closes after  ${shown(closesAt)}
executable from      ${shown(executableAt ?? 0n)}
for                  15 SCV
against              0 SCV
abstain              0 SCV
quorum               15 SCV of 10 SCV, reached

If it passes:
  1. Pays 1.5 SCV from the treasury to ${carol} (reference "invoice-7")

Description by the proposer:
  | Pay carol
  | for May#proposer=${addressOf("alice")}
`,
    );
    expect(await cli().refusal(1, "bob", "proposal", "execute", "1")).to.equal("ServiceDAOExecutionTooEarly");
    await live().pass(TO_EXECUTE);
    await cli().exact("bob", "proposal", "execute", "1");
    expect(await readBalance(reader(), { account: carol })).to.equal(parseEther("17.5"));
    expect((await read(1n)).state).to.equal("executed");
    const over = "Proposal 1 was executed already.";
    await cli().refuse("bob", ["proposal", "execute", "1"], 1, "GovernorUnexpectedProposalState", over);
  });

  it("propose: several calls out of a file, and one by each verb", async function () {
    await members(live());
    const [bob, carol] = [addressOf("bob"), addressOf("carol")];
    const { ServiceCoin } = reader().addresses;
    const file = {
      description: "Several",
      calls: [
        { do: "pay", to: carol, amount: "1.5", asset: "eth" },
        { do: "set-fee", fee: "0.25%" },
      ],
    };
    await cli().write("several.json", file);
    const verbs: [summary: string, args: string[]][] = [
      ["Pays 1.5 ether from the treasury to " + carol, ["propose", "several.json"]],
      [
        `Pays 3 SCV in 2 payouts (1 SCV to ${bob}, 2 SCV to ${carol}) from the treasury`,
        ["pay-many", `${bob}=1`, `${carol}=2`],
      ],
      [`Creates 10 SCV for ${bob}`, ["mint", bob, "10"]],
      ["Sets the hub's fee to 0.5 %", ["set-fee", "0.5%"]],
      [`Lets ${bob} spend 2 SCV of the treasury per 30 days`, ["set-budget", bob, "2", "--per", "30d"]],
      ["Caps what leaves the treasury at 5 SCV per 7 days", ["set-cap", "5", "--per", "7d", "--asset", ServiceCoin]],
      ["Lifts the cap on ether", ["set-cap", "none", "--asset", "eth"]],
      ["Sets the voting period to 3 days", ["setting", "voting-period", "3d"]],
    ];
    for (const [, args] of verbs) {
      const description = args[0] === "propose" ? [] : ["--description", args.join(" ")];
      await cli().json("alice", "proposal", ...args, ...description);
    }
    const list = await cli().json<{ calls: { summary: string }[] }[]>(undefined, "proposal", "list");
    expect(list.map(({ calls }) => calls[0]?.summary)).to.deep.equal(verbs.map(([summary]) => summary));
    expect((await read(1n)).calls[1]?.summary).to.equal("Sets the hub's fee to 0.25 %");
    expect((await read(1n)).description).to.equal("Several");
  });

  it("propose: warns of what would fail, and refuses who has too few votes", async () => {
    const args = ["proposal", "set-fee", "30%", "--description", "More"];
    expect(await cli().refusal(1, "carol", ...args)).to.equal("GovernorInsufficientProposerVotes");
    await members(live());
    const { code, stderr } = await cli().run("alice", ...args);
    expect(stderr).to.equal(
      "If executed now, this would fail: Sets the hub's fee to 30 %. A fee of 30 % is above the maximum of 1 %.\n",
    );
    expect(code).to.equal(0);
  });

  it("list and show: strangers' texts are harmless", async () => {
    const { alice } = await members(live());
    const evil = "Pay me\u001b[2J\u009b31m\u202e\nstate  executed\u0007";
    await proposed(live(), alice, { calls: [customCall(alice, { target: addressOf("stranger") })], description: evil });
    const { closesAt } = await read(1n);
    expect(await cli().exact(undefined, "proposal", "list")).to.equal(
      `id  state     for  against  voting closes after   title
--  ------  -----  -------  --------------------  ----------------------------
 1  active  0 SCV    0 SCV  ${shown(closesAt)}  Pay me\\x1b[2J\\x9b31m\\u{202e}
`,
    );
    const text = await cli().exact(undefined, "proposal", "show", "1");
    expect(text).to.match(/ {2}\| Pay me\\x1b\[2J\\x9b31m\\u\{202e\}\n {2}\| state {2}executed\\x07\n$/);
    const active = ["proposal", "list", "--state", "active", "--last", "1"];
    const [document] = await cli().json<[Proposal]>(undefined, ...active);
    expect(document.description).to.equal(evil);
    expect(await cli().exact(undefined, "proposal", "list", "--state", "executed")).to.equal("No proposals.\n");
  });

  it("vote: warns of a vote that counts nothing, and does not of any other", async () => {
    await openFixture(1);
    const voteOf = async (who: "alice" | "carol") => {
      const { code, stderr } = await cli().run(who, "proposal", "vote", "1", "for");
      expect(code, stderr).to.equal(0);
      return stderr;
    };
    expect(await voteOf("carol")).to.match(
      /^The vote on proposal 1 will count 0 SCV: 0x\w{40} had no voting power when voting opened at .*Z\. /,
    );
    expect(await voteOf("alice")).to.equal("");
  });

  it("vote-many", async () => {
    await openFixture(2);
    expect(await cli().exact("alice", "proposal", "vote-many", "1=for", "2=against")).to.match(
      /^Voted 1=for 2=against\.\nvotes on 1 +15 SCV\nvotes on 2 +15 SCV\n/,
    );
    expect((await read(1n)).votes.for).to.equal(parseEther("15"));
    expect((await read(2n)).votes.against).to.equal(parseEther("15"));
    const again = await cli().refusal(1, "alice", "proposal", "vote-many", "1=for", "2=for");
    expect(again).to.equal("GovernorAlreadyCastVote");
  });

  it("sign-vote, sign-ballot-paper and submit: by another account", async () => {
    await openFixture(3);
    await cli().exact("alice", "proposal", "sign-vote", "1", "abstain", "--out", "vote.json");
    await cli().exact("bob", "proposal", "sign-ballot-paper", "2=for", "3=against", "--out", "paper.json");
    const voted = await cli().json<object>("carol", "proposal", "submit", "vote.json");
    expect(voted).to.include({ weight: parseEther("15").toString() });
    const { counted } = await cli().json<{ counted: object[] }>("carol", "proposal", "submit", "paper.json");
    const weight = parseEther("12").toString();
    expect(counted).to.deep.equal([
      { proposalId: "2", weight },
      { proposalId: "3", weight },
    ]);
    expect((await read(1n)).votes.abstain).to.equal(parseEther("15"));
    expect((await read(3n)).votes.against).to.equal(parseEther("12"));
    expect(await cli().refusal(1, "carol", "proposal", "submit", "vote.json")).to.equal("GovernorInvalidSignature");
  });

  it("cancel: by the guardian, and by nobody else when voting is open", async () => {
    await openFixture(1);
    const may = /^Only the proposer 0x\w{40} may cancel .* and the guardian 0x\w{40} until .*; the account 0x/;
    await cli().refuse("bob", ["proposal", "cancel", "1"], 1, "GovernorUnableToCancel", may);
    await cli().exact("guardian", "proposal", "cancel", "1");
    expect((await read(1n)).state).to.equal("canceled");
  });

  it("refuses what makes no sense", async () => {
    const carol = addressOf("carol");
    await cli().write("number.json", { description: "x", calls: [{ do: "pay", to: carol, amount: 1 }] });
    await cli().write("empty.json", { description: "x", calls: [] });
    const refusals: [exit: number, code: string, args: string[]][] = [
      [1, "GovernorNonexistentProposal", ["show", "9"]],
      [1, "GovernorNonexistentProposal", ["queue", "9"]],
      [1, "GovernorNonexistentProposal", ["vote", "9", "for"]],
      [2, "BadNumber", ["vote", "first", "for"]],
      [2, "BadChoice", ["vote", "1", "maybe"]],
      [2, "BadPair", ["vote-many", "1"]],
      [2, "BadChoice", ["list", "--state", "open"]],
      [2, "MissingOption", ["pay", carol, "1"]],
      [2, "BadAmount", ["pay", carol, "lots", "--description", "x"]],
      [2, "BadIntent", ["propose", "number.json"]],
      [2, "BadDraft", ["propose", "empty.json"]],
    ];
    const found: [number, string][] = [];
    for (const [exit, , args] of refusals) found.push([exit, await cli().refusal(exit, "alice", "proposal", ...args)]);
    expect(found).to.deep.equal(refusals.map(([exit, code]) => [exit, code]));
  });
});
