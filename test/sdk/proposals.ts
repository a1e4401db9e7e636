import { expect } from "chai";
import { id } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import {
  cancelProposal,
  customCall,
  executeProposal,
  listProposals,
  payCall,
  payManyCall,
  propose,
  queueProposal,
  readProposal,
  refreshProposal,
  setFeeCall,
  vote,
} from "../../packages/sdk/src/proposals/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { members, nextSecond, proposed, TO_EXECUTE, TO_QUEUE, TO_VOTE } from "../fixtures/proposals.js";
import { expectError, take } from "../fixtures/sdk.js";

onEveryNode("sdk: proposals", (live) => {
  const addressOf = (who: "alice" | "bob" | "carol" | "guardian" | "stranger") => live().wallet(who).address;

  /** A proposal that calls nobody. */
  const idle = (description: string) => {
    const client = createClient(live().provider, live().deployment);
    return { calls: [customCall(client, { target: addressOf("stranger") })], description };
  };

  describe("a proposal's life", () => {
    it("is proposed, voted on, queued and executed, by its number", async () => {
      const { alice, bob } = await members(live());
      const carol = addressOf("carol");
      const asset = alice.addresses.ServiceCoin;
      const calls = [
        payCall(alice, { asset, to: carol, amount: parseScv("1.5"), ref: id("invoice 7") }),
        setFeeCall(alice, { feeBps: 25n }),
      ];
      const created = await propose(alice, { calls, description: "Pay carol and raise the fee" });
      const { proposalId } = created;
      expect(proposalId).to.equal(1n);

      const pending = await readProposal(bob, proposalId);
      const snapshot = await alice.dao.proposalSnapshot(proposalId);
      expect(pending).to.deep.equal({
        proposalId,
        proposer: addressOf("alice"),
        calls,
        description: "Pay carol and raise the fee",
        state: "pending",
        votes: { against: 0n, for: 0n, abstain: 0n },
        quorum: undefined,
        opensAt: snapshot,
        closesAt: snapshot + 20n,
        executableAt: undefined,
        blockNumber: created.receipt.blockNumber,
        transactionHash: created.hash,
      });

      await live().pass(TO_VOTE);
      expect((await readProposal(bob, proposalId)).state).to.equal("active");
      expect(await refreshProposal(bob, pending)).to.deep.equal(await readProposal(bob, proposalId));
      const { weight } = await vote(alice, { proposalId, support: "for" });
      expect(weight).to.equal(parseScv("15"));
      const { events } = await vote(bob, { proposalId, support: "against", reason: "too much" });
      expect(events.map(({ args }) => args)).to.deep.equal([
        { voter: addressOf("bob"), proposalId, support: 0n, weight: parseScv("12"), reason: "too much" },
      ]);
      await live().pass(TO_QUEUE);
      const passed = await readProposal(bob, proposalId);
      expect(passed.state).to.equal("succeeded");
      expect(passed.votes).to.deep.equal({ against: parseScv("12"), for: parseScv("15"), abstain: 0n });
      expect(passed.quorum).to.equal(parseScv("10"));
      expect(passed.quorum).to.equal(await alice.dao.quorum(snapshot));
      expect(passed.closesAt).to.equal(await alice.dao.proposalDeadline(proposalId));

      // Anyone can carry it out.
      const stranger = await live().client("stranger");
      const { executableAt } = await queueProposal(stranger, { proposalId });
      expect(executableAt).to.equal(await alice.dao.proposalEta(proposalId));
      const queued = await readProposal(bob, proposalId);
      expect([queued.state, queued.executableAt]).to.deep.equal(["queued", executableAt]);
      await live().pass(TO_EXECUTE);
      const executed = await executeProposal(stranger, { proposalId });
      expect(executed.events.map(({ name }) => name)).to.include.members(["Paid", "FeeSet", "ProposalExecuted"]);
      expect((await readProposal(bob, proposalId)).state).to.equal("executed");
      expect(await readBalance(bob, { account: carol })).to.equal(parseScv("17.5"));
      expect(await alice.hub.fee()).to.equal(25n);
      await expectError(executeProposal(stranger, { proposalId }), "GovernorUnexpectedProposalState");
    });

    it("is carried out by the proposal itself, without a look at the chain's events", async () => {
      const { alice } = await members(live());
      const { ServiceCoin: asset } = alice.addresses;
      const payouts = [
        { to: addressOf("bob"), amount: 1n },
        { to: addressOf("carol"), amount: 2n },
      ];
      const draft = { calls: [payManyCall(alice, { asset, payouts })], description: "Pay both" };
      const [proposalId] = take(await proposed(live(), alice, draft), 1);
      await vote(alice, { proposalId, support: "for" });
      await live().pass(TO_QUEUE);
      const proposal = await readProposal(alice, proposalId);
      // A client that sees no events finds no proposal by its number.
      const { chainId, contracts } = live().deployment;
      const late = Object.entries(contracts).map(([name, { address }]) => [name, { address, block: 1e9 }]);
      const blind = createClient(live().wallet("carol"), {
        chainId,
        contracts: Object.fromEntries(late) as typeof contracts,
      });
      await expectError(queueProposal(blind, { proposalId }), "GovernorNonexistentProposal", { proposalId });
      await queueProposal(blind, proposal);
      await live().pass(TO_EXECUTE);
      await executeProposal(blind, draft);
      expect(await readBalance(alice, { account: alice.addresses.Treasury })).to.equal(parseScv("20") - 3n);
      expect(await readBalance(alice, { account: addressOf("carol") })).to.equal(parseScv("16") + 2n);
    });

    it("sends ether along that the calls ask for", async () => {
      const { alice } = await members(live());
      const to = live().wallet("stranger").address;
      const draft = { calls: [customCall(alice, { target: to, value: 7n })], description: "A gift" };
      const [proposalId] = take(await proposed(live(), alice, draft), 1);
      await vote(alice, { proposalId, support: "for" });
      await live().pass(TO_QUEUE);
      await queueProposal(alice, { proposalId });
      await live().pass(TO_EXECUTE);
      const before = await live().provider.getBalance(to);
      await executeProposal(alice, { proposalId, value: 7n });
      expect(await live().provider.getBalance(to)).to.equal(before + 7n);
    });
  });

  describe("propose", () => {
    it("refuses who has too few votes", async () => {
      const carol = await live().client("carol");
      const args = { proposer: addressOf("carol"), votes: 0n, threshold: parseScv("0.5") };
      await expectError(propose(carol, idle("mine")), "GovernorInsufficientProposerVotes", args);
    });

    it("refuses what has no calls, and what was proposed before", async () => {
      const { alice, bob } = await members(live());
      const empty = { targets: 0n, calldatas: 0n, values: 0n };
      await expectError(propose(alice, { calls: [], description: "" }), "GovernorInvalidProposalLength", empty);
      await propose(alice, idle("once"));
      const { args } = await expectError(propose(bob, idle("once")), "GovernorUnexpectedProposalState");
      expect(args["proposalId"]).to.equal(1n);
    });

    it("can be kept from others", async () => {
      const { alice, bob } = await members(live());
      const { proposalId } = await propose(alice, { ...idle("mine"), exclusive: true });
      const { description } = await readProposal(bob, proposalId);
      expect(description).to.equal(`mine#proposer=${addressOf("alice")}`);
      const stolen = { ...idle("hers"), description: `hers#proposer=${addressOf("alice")}` };
      await expectError(propose(bob, stolen), "GovernorRestrictedProposer", { proposer: addressOf("bob") });
    });
  });

  describe("vote", () => {
    it("counts once, and while voting is open", async () => {
      const { alice } = await members(live());
      const { proposalId } = await propose(alice, idle("one"));
      // As of the last block, so that no time passes.
      await expectError(vote.simulate(alice, { proposalId, support: "for" }), "GovernorUnexpectedProposalState");
      await live().pass(TO_VOTE);
      await vote(alice, { proposalId, support: "abstain" });
      const args = { voter: addressOf("alice") };
      await expectError(vote(alice, { proposalId, support: "for" }), "GovernorAlreadyCastVote", args);
      expect((await readProposal(alice, proposalId)).votes.abstain).to.equal(parseScv("15"));
      const maybe = { proposalId, support: "maybe" as "for" };
      await expectError(vote(alice, maybe), "InvalidArgument", { argument: "support", value: "maybe" });
    });
  });

  describe("cancel", () => {
    it("is for the proposer while voting has not opened", async () => {
      const { alice, bob } = await members(live());
      const { proposalId } = await propose(alice, idle("one"));
      const args = { proposalId, account: addressOf("bob") };
      await expectError(cancelProposal(bob, { proposalId }), "GovernorUnableToCancel", args);
      await nextSecond(live());
      await cancelProposal(alice, { proposalId });
      const canceled = await readProposal(alice, proposalId);
      expect([canceled.state, canceled.proposalId]).to.deep.equal(["canceled", proposalId]);
    });

    it("is for the guardian later", async () => {
      const { alice } = await members(live());
      const [proposalId] = take(await proposed(live(), alice, idle("one")), 1);
      const args = { proposalId, account: addressOf("alice") };
      await expectError(cancelProposal(alice, { proposalId }), "GovernorUnableToCancel", args);
      await cancelProposal(await live().client("guardian"), { proposalId });
      expect(await alice.dao.state(proposalId)).to.equal(2n);
    });
  });

  describe("readProposal", () => {
    it("knows no proposal that there is not", async () => {
      const reader = createClient(live().provider, live().deployment);
      await expectError(readProposal(reader, 1n), "GovernorNonexistentProposal", { proposalId: 1n });
      const alice = await live().client("alice");
      await expectError(queueProposal(alice, { proposalId: 9n }), "GovernorNonexistentProposal", { proposalId: 9n });
    });

    it("tells defeat from expiry", async () => {
      const { alice } = await members(live());
      const [first, second] = take(await proposed(live(), alice, idle("one"), idle("two")), 2);
      await vote(alice, { proposalId: second, support: "for" });
      await live().pass(8 * 86_400);
      expect((await readProposal(alice, first)).state).to.equal("defeated");
      expect((await readProposal(alice, second)).state).to.equal("expired");
    });
  });

  describe("listProposals", () => {
    it("gives all in order, those in some states, or the newest", async () => {
      const { alice } = await members(live());
      expect(await listProposals(alice)).to.deep.equal([]);
      for (const name of ["one", "two", "three"]) await propose(alice, idle(name));
      await cancelProposal(await live().client("guardian"), { proposalId: 2n });
      const list = async (query?: Parameters<typeof listProposals>[1]) =>
        (await listProposals(alice, query)).map(({ proposalId, description, state }) => [
          proposalId,
          description,
          state,
        ]);
      expect((await list()).map(([number, name]) => [number, name])).to.deep.equal([
        [1n, "one"],
        [2n, "two"],
        [3n, "three"],
      ]);
      expect(await list({ states: ["canceled"] })).to.deep.equal([[2n, "two", "canceled"]]);
      expect((await list({ last: 2 })).map(([number]) => number)).to.deep.equal([2n, 3n]);
      expect((await list({ last: 9 })).map(([number]) => number)).to.deep.equal([1n, 2n, 3n]);
      expect(await list({ last: 0 })).to.deep.equal([]);
      expect(await list({ last: 1, states: ["canceled"] })).to.deep.equal([]);
      // Voting opens after two seconds: not between these two reads.
      await live().pass(3);
      expect((await listProposals(alice))[2]).to.deep.equal(await readProposal(alice, 3n));
    });
  });
});
