import { expect } from "chai";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import {
  cancelProposal,
  customCall,
  readProposal,
  signBallotPaper,
  signVote,
  submitBallotPaper,
  submitVote,
  vote,
  voteMany,
} from "../../packages/sdk/src/proposals/index.js";
import { at } from "../fixtures/at.js";
import { onEveryNode } from "../fixtures/live.js";
import { members, proposed } from "../fixtures/proposals.js";
import { expectError, take, throughJson } from "../fixtures/sdk.js";

onEveryNode("sdk: ballots", (live) => {
  const addressOf = (who: "alice" | "bob" | "carol" | "guardian") => live().wallet(who).address;

  /** Proposals that call nobody, open. */
  const openFixture = async (count: number) => {
    const { alice, bob } = await members(live());
    const calls = [customCall(alice, { target: live().wallet("stranger").address })];
    const drafts = Array.from({ length: count }, (_, i) => ({ calls, description: `number ${i}` }));
    return { alice, bob, carol: await live().client("carol"), proposalIds: await proposed(live(), alice, ...drafts) };
  };

  const votesOf = async (proposalId: bigint) => {
    const reader = createClient(live().provider, live().deployment);
    const { votes } = await readProposal(reader, proposalId);
    const { againstVotes, forVotes, abstainVotes } = await reader.dao.proposalVotes(proposalId);
    expect(votes).to.deep.equal({ against: againstVotes, for: forVotes, abstain: abstainVotes });
    return votes;
  };

  describe("voteMany", () => {
    it("votes on all, all or nothing", async () => {
      const { alice, bob, proposalIds } = await openFixture(3);
      const [one, two, three] = take(proposalIds, 3);
      const { counted } = await voteMany(alice, [
        { proposalId: one, support: "against" },
        { proposalId: three, support: "abstain" },
      ]);
      const weight = parseScv("15");
      expect(counted).to.deep.equal([
        { proposalId: one, weight },
        { proposalId: three, weight },
      ]);
      expect(await votesOf(one)).to.deep.equal({ against: weight, for: 0n, abstain: 0n });
      expect(await votesOf(three)).to.deep.equal({ against: 0n, for: 0n, abstain: weight });
      const again = proposalIds.map((proposalId) => ({ proposalId, support: "for" as const }));
      await expectError(voteMany(alice, again), "GovernorAlreadyCastVote", { voter: addressOf("alice") });
      expect((await votesOf(two)).for).to.equal(0n);
      expect((await voteMany(bob, again)).counted).to.have.length(3);
      expect((await votesOf(two)).for).to.equal(parseScv("12"));
      const none = { proposalIds: 0n, choices: 0n };
      await expectError(voteMany(alice, []), "ServiceDAOInvalidBallotPaper", none);
    });
  });

  describe("signVote and submitVote", () => {
    it("votes by a signature that another account submits, once", async () => {
      const { alice, carol, proposalIds } = await openFixture(1);
      const [proposalId] = take(proposalIds, 1);
      const signed = throughJson(await signVote(alice, { proposalId, support: "for" }));
      const { weight, events } = await submitVote(carol, signed);
      expect(weight).to.equal(parseScv("15"));
      expect(events.at(0)?.args).to.include({ voter: addressOf("alice"), support: 1n });
      expect(await votesOf(proposalId)).to.deep.equal({ against: 0n, for: parseScv("15"), abstain: 0n });
      const args = { voter: addressOf("alice") };
      await expectError(submitVote(carol, signed), "GovernorInvalidSignature", args);
      expect(await alice.dao.hasVoted(proposalId, addressOf("carol"))).to.be.false;
    });

    it("counts as it was signed, for who signed", async () => {
      const { alice, carol, proposalIds } = await openFixture(2);
      const signed = await signVote(alice, { proposalId: at(proposalIds, 0), support: "for" });
      const { message } = signed;
      for (const [change, voter] of [
        [{ support: 0 }, addressOf("alice")],
        [{ proposalId: String(proposalIds[1]) }, addressOf("alice")],
        [{ voter: addressOf("bob") }, addressOf("bob")],
      ] as const) {
        const changed = { ...signed, message: { ...message, ...change } };
        await expectError(submitVote(carol, changed), "GovernorInvalidSignature", { voter });
      }
    });

    it("does not hinder the votes on other proposals, in whatever order they come", async () => {
      const { alice, carol, proposalIds } = await openFixture(2);
      const [one, two] = take(proposalIds, 2);
      const first = await signVote(alice, { proposalId: one, support: "for" });
      const second = await signVote(alice, { proposalId: two, support: "against" });
      await submitVote(carol, second);
      await submitVote(carol, first);
      expect((await votesOf(one)).for).to.equal(parseScv("15"));
      expect((await votesOf(two)).against).to.equal(parseScv("15"));
    });
  });

  describe("signBallotPaper and submitBallotPaper", () => {
    it("votes on many by one signature that another account submits, once", async () => {
      const { alice, carol, proposalIds } = await openFixture(3);
      const [one, two, three] = take(proposalIds, 3);
      const choices = [
        { proposalId: one, support: "for" },
        { proposalId: two, support: "against" },
        { proposalId: three, support: "abstain" },
      ] as const;
      const signed = throughJson(await signBallotPaper(alice, choices));
      const weight = parseScv("15");
      const { counted } = await submitBallotPaper(carol, signed);
      expect(counted).to.deep.equal(proposalIds.map((proposalId) => ({ proposalId, weight })));
      expect(await votesOf(one)).to.deep.equal({ against: 0n, for: weight, abstain: 0n });
      expect(await votesOf(two)).to.deep.equal({ against: weight, for: 0n, abstain: 0n });
      expect(await votesOf(three)).to.deep.equal({ against: 0n, for: 0n, abstain: weight });
      const args = { voter: addressOf("alice") };
      await expectError(submitBallotPaper(carol, signed), "GovernorInvalidSignature", args);
      const fresh = await signBallotPaper(alice, choices);
      expect(fresh.message.nonce).to.equal("1");
      await expectError(submitBallotPaper(carol, fresh), "ServiceDAONothingToVote", args);
    });

    it("tells what counted when others were passed over", async () => {
      const { alice, carol, proposalIds } = await openFixture(3);
      const [one, two, three] = take(proposalIds, 3);
      const signed = await signBallotPaper(
        alice,
        proposalIds.map((proposalId) => ({ proposalId, support: "for" })),
      );
      await vote(alice, { proposalId: one, support: "against" });
      await cancelProposal(await live().client("guardian"), { proposalId: two });
      const { counted } = await submitBallotPaper(carol, signed);
      expect(counted).to.deep.equal([{ proposalId: three, weight: parseScv("15") }]);
      expect((await votesOf(one)).for).to.equal(0n);
    });

    it("counts as it was signed, for who signed", async () => {
      const { alice, carol, proposalIds } = await openFixture(2);
      const [one] = take(proposalIds, 1);
      const signed = await signBallotPaper(alice, [{ proposalId: one, support: "for" }]);
      const { message } = signed;
      for (const [change, voter] of [
        [{ support: [0] }, addressOf("alice")],
        [{ proposalIds: [String(proposalIds[1])] }, addressOf("alice")],
        [{ voter: addressOf("bob") }, addressOf("bob")],
      ] as const) {
        const changed = { ...signed, message: { ...message, ...change } } as typeof signed;
        await expectError(submitBallotPaper(carol, changed), "GovernorInvalidSignature", { voter });
      }
      const uneven = { ...signed, message: { ...message, support: [] } };
      const args = { proposalIds: 1n, choices: 0n };
      await expectError(submitBallotPaper(carol, uneven), "ServiceDAOInvalidBallotPaper", args);
    });
  });
});
