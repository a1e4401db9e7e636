import { expect } from "chai";
import { parseEther } from "ethers";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { readVotes } from "../../packages/sdk/src/votes/index.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";

onANode("cli: votes", (live) => {
  const cli = withCli(live);
  const addressOf = (who: "alice" | "bob" | "carol" | "dave") => live().wallet(who).address;
  const votesOf = (who: "alice" | "bob") =>
    readVotes(createClient(live().provider, live().deployment), { account: addressOf(who) });

  it("lock, show and unlock", async () => {
    const { ServiceVotes } = live().deployment.contracts;
    const alice = addressOf("alice");
    expect(await cli().exact("alice", "votes", "lock", "10", "--events")).to.equal(`Locked 10 SCV.
Transfer              ServiceCoin
  from                ${alice}
  to                  ${ServiceVotes.address} (ServiceVotes)
  value               10 SCV
Transfer              ServiceVotes
  from                0x0000000000000000000000000000000000000000
  to                  ${alice}
  value               10 SCV
DelegateVotesChanged  ServiceVotes
  delegate            ${alice}
  previousVotes       0 SCV
  newVotes            10 SCV
transaction           <hash>
gas used              <gas>
fee                   <fee> ETH
Next: servicecoin proposal list --state active
`);
    const text = `account   ${alice}\nlocked    10 SCV\nvotes     10 SCV\ndelegate  itself\n`;
    expect(await cli().exact("alice", "votes", "show")).to.equal(text);
    await cli().exact("alice", "votes", "unlock", "4", "--to", addressOf("carol"));
    const amount = "6000000000000000000";
    const left = { account: alice, locked: amount, votes: amount, delegate: alice };
    expect(await cli().json(undefined, "votes", "show", alice)).to.deep.equal(left);
    expect(await cli().refusal(1, "alice", "votes", "unlock", "7")).to.equal("ERC20InsufficientBalance");
    expect(await cli().refusal(2, "alice", "votes", "lock", "0")).to.equal("BadAmount");
  });

  it("lock with a delegatee, and delegate", async () => {
    const [alice, bob] = [addressOf("alice"), addressOf("bob")];
    await cli().exact("alice", "votes", "lock", "3", "--delegatee", bob);
    expect(await votesOf("alice")).to.deep.equal({ locked: parseEther("3"), votes: 0n, delegate: bob });
    expect(await cli().exact("alice", "votes", "show")).to.include(`delegate  ${bob}\n`);
    await cli().exact("alice", "votes", "delegate", alice);
    expect(await votesOf("alice")).to.deep.equal({ locked: parseEther("3"), votes: parseEther("3"), delegate: alice });
  });

  it("sign-lock, sign-delegation and submit: by another account", async () => {
    const bob = addressOf("bob");
    await cli().exact("alice", "votes", "sign-lock", "5", "--out", "lock.json");
    await cli().exact("alice", "votes", "sign-delegation", bob, "--out", "delegate.json");
    expect(await cli().refusal(2, "dave", "coin", "submit", "lock.json")).to.equal("OtherKind");
    await cli().exact("dave", "votes", "submit", "lock.json");
    await cli().exact("dave", "votes", "submit", "delegate.json");
    expect(await votesOf("alice")).to.deep.equal({ locked: parseEther("5"), votes: 0n, delegate: bob });
    expect((await votesOf("bob")).votes).to.equal(parseEther("5"));
    expect(await cli().refusal(1, "dave", "votes", "submit", "lock.json")).to.equal("ERC3009UsedAuthorization");
  });
});
