import { expect } from "chai";
import { id, parseUnits, ZeroHash } from "ethers";
import type { Client } from "../../packages/sdk/src/core/client.js";
import {
  appendResponse,
  giveFeedback,
  listFeedback,
  rateDeal,
  readFeedback,
  readRating,
  readSummary,
  revokeFeedback,
} from "../../packages/sdk/src/feedback/index.js";
import { dealIdOf, draftOrder, openOrder } from "../../packages/sdk/src/orders/index.js";
import {
  listValidations,
  readValidation,
  requestValidation,
  respondValidation,
} from "../../packages/sdk/src/validations/index.js";
import { at } from "../fixtures/at.js";
import { onEveryNode } from "../fixtures/live.js";
import { seenBy } from "../fixtures/liveHub.js";
import { offered, paidOrder } from "../fixtures/liveServices.js";
import { expectError, take } from "../fixtures/sdk.js";

onEveryNode("sdk: feedback and validations", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  let [a, b, c] = ["", "", ""];
  let agentId = 0n;

  beforeEach(async () => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    [a, b, c] = take(
      (["alice", "bob", "carol"] as const).map((who) => live().wallet(who).address),
      3,
    );
    agentId = await offered(bob);
  });

  describe("giveFeedback", () => {
    it("says something, numbered from 1", async () => {
      const first = await giveFeedback(alice, { agentId, value: -5n });
      expect(first.feedbackIndex).to.equal(1n);
      const all = { tag1: "uptime", tag2: "month", endpoint: "https://a.example", uri: "ipfs://x", hash: id("x") };
      const { feedbackIndex, events } = await giveFeedback(alice, { agentId, value: 9_977n, decimals: 2, ...all });
      expect(feedbackIndex).to.equal(2n);
      expect(events.at(0)?.args).to.deep.include({
        ...{ agentId, clientAddress: a, value: 9_977n, valueDecimals: 2n, tag1: "uptime", tag2: "month" },
        ...{ endpoint: all.endpoint, feedbackURI: all.uri, feedbackHash: all.hash },
      });
      const given = { agentId, author: a, isRevoked: false };
      expect(await readFeedback(bob, { agentId, author: a, feedbackIndex: 1n })).to.deep.equal({
        ...{ ...given, feedbackIndex: 1n, value: -5n, decimals: 0, tag1: "", tag2: "", responses: 0n },
      });
      expect(await readFeedback(bob, { agentId, author: a, feedbackIndex })).to.deep.equal({
        ...{ ...given, feedbackIndex, value: 9_977n, decimals: 2, tag1: "uptime", tag2: "month", responses: 0n },
      });
    });

    it("refuses the service's own praise, and what only payers may say", async () => {
      await expectError(giveFeedback(bob, { agentId, value: 1n }), "ReputationSelfFeedback", { agentId, client: b });
      const paid = giveFeedback(alice, { agentId, value: 1n, tag2: "paid" });
      await expectError(paid, "ReputationReservedTag", { agentId, tag2: "paid" });
      const fine = giveFeedback(alice, { agentId, value: 1n, decimals: 19 });
      await expectError(fine, "ReputationInvalidDecimals", { agentId, valueDecimals: 19n });
      const value = 10n ** 38n + 1n;
      await expectError(giveFeedback(alice, { agentId, value }), "ReputationInvalidValue", { agentId, value });
      const none = giveFeedback(alice, { agentId: 99n, value: 1n });
      await expectError(none, "ERC721NonexistentToken", { tokenId: 99n });
    });
  });

  describe("rateDeal and readRating", () => {
    it("weigh what was paid", async () => {
      expect(await readRating(alice, agentId)).to.deep.equal({
        ...{ count: 0n, paid: 0n, average: 0n, weightedAverage: 0n },
      });
      const deal = await paidOrder(alice, b, 100n);
      expect(await rateDeal(alice, { agentId, deal, value: 875n, decimals: 1 })).to.include({
        ...{ feedbackIndex: 1n, paid: 100n },
      });
      await rateDeal(carol, { agentId, deal: await paidOrder(carol, b, 300n), value: 40n });
      expect(await readRating(alice, agentId)).to.deep.equal({
        ...{ count: 2n, paid: 400n, average: parseUnits("63.75", 18), weightedAverage: parseUnits("51.875", 18) },
      });
      const used = { agentId, dealId: dealIdOf(alice, deal) };
      await expectError(rateDeal(alice, { agentId, deal, value: 1n }), "ReputationUsedDeal", used);
    });

    it("refuse what was not paid, or not by this account, or not to this service", async () => {
      const deal = await draftOrder(alice, { payee: b, price: 5n });
      const dealId = dealIdOf(alice, deal);
      const rating = { agentId, deal, value: 50n };
      await openOrder(alice, { deal });
      await expectError(rateDeal(alice, rating), "ReputationUnpaidDeal", { agentId, dealId });
      const notPayer = { agentId, dealId, caller: c, payer: a };
      await expectError(rateDeal(carol, rating), "ReputationNotPayer", notPayer);
      const other = { ...deal, payee: c };
      const args = { agentId, dealId: dealIdOf(alice, other), payee: c };
      await expectError(rateDeal(alice, { ...rating, deal: other }), "ReputationOtherPayee", args);
      const high = { agentId, value: 101n, valueDecimals: 0n };
      await expectError(rateDeal(alice, { ...rating, value: 101n }), "ReputationInvalidRating", high);
    });
  });

  describe("revokeFeedback", () => {
    it("takes a rating back, once", async () => {
      const { feedbackIndex } = await rateDeal(alice, { agentId, deal: await paidOrder(alice, b, 100n), value: 1n });
      await revokeFeedback(alice, { agentId, feedbackIndex });
      expect((await readRating(alice, agentId)).count).to.equal(0n);
      expect((await readFeedback(alice, { agentId, author: a, feedbackIndex })).isRevoked).to.equal(true);
      const args = { agentId, client: a, feedbackIndex };
      await expectError(revokeFeedback(alice, { agentId, feedbackIndex }), "ReputationAlreadyRevoked", args);
      const unknown = { agentId, client: c, feedbackIndex, last: 0n };
      await expectError(revokeFeedback(carol, { agentId, feedbackIndex }), "ReputationUnknownFeedback", unknown);
      const reading = readFeedback(alice, { agentId, author: c, feedbackIndex });
      await expectError(reading, "ReputationUnknownFeedback", unknown);
    });
  });

  describe("appendResponse", () => {
    it("answers, with a URI", async () => {
      await giveFeedback(alice, { agentId, value: 1n });
      const feedback = { agentId, author: a, feedbackIndex: 1n };
      const { events } = await appendResponse(bob, { ...feedback, uri: "ipfs://sorry", hash: id("sorry") });
      expect(events.at(0)?.args).to.include({ responder: b, responseURI: "ipfs://sorry", responseHash: id("sorry") });
      expect((await readFeedback(alice, feedback)).responses).to.equal(1n);
      const args = { agentId, client: a, feedbackIndex: 1n };
      await expectError(appendResponse(bob, { ...feedback, uri: "" }), "ReputationEmptyResponse", args);
    });
  });

  describe("listFeedback and readSummary", () => {
    it("filter by author and tag", async () => {
      await giveFeedback(alice, { agentId, value: 10n, tag1: "starred" });
      await giveFeedback(carol, { agentId, value: 20n, tag1: "starred" });
      await giveFeedback(alice, { agentId, value: 99n, tag1: "uptime" });
      await rateDeal(carol, { agentId, deal: await paidOrder(carol, b, 5n), value: 30n });
      await revokeFeedback(alice, { agentId, feedbackIndex: 1n });
      const list = async (filter: Omit<Parameters<typeof listFeedback>[1], "agentId"> = {}) =>
        (await listFeedback(bob, { agentId, ...filter })).map(({ author, feedbackIndex, value }) => [
          ...[author, feedbackIndex, value],
        ]);
      const [starred, uptime, ofCarol, paid] = [
        [a, 1n, 10n],
        [a, 2n, 99n],
        [c, 1n, 20n],
        [c, 2n, 30n],
      ];
      expect(await list()).to.deep.equal([uptime, ofCarol, paid]);
      expect(await list({ includeRevoked: true })).to.deep.equal([starred, uptime, ofCarol, paid]);
      expect(await list({ authors: [c] })).to.deep.equal([ofCarol, paid]);
      expect(await list({ tag1: "starred" })).to.deep.equal([ofCarol, paid]);
      expect(await list({ tag2: "paid" })).to.deep.equal([paid]);
      expect(await list({ authors: [] })).to.deep.equal([]);
      const [last] = await listFeedback(bob, { agentId, tag2: "paid" });
      expect(last).to.deep.equal({
        ...{ agentId, author: c, feedbackIndex: 2n, value: 30n, decimals: 0 },
        ...{ tag1: "starred", tag2: "paid", isRevoked: false },
      });
      const summary = { count: 2n, value: 25n, decimals: 0 };
      expect(await readSummary(bob, { agentId, authors: [a, c], tag1: "starred" })).to.deep.equal(summary);
      await expectError(readSummary(bob, { agentId, authors: [] }), "ReputationNoClients", { agentId });
    });
  });

  describe("requestValidation, respondValidation, readValidation, listValidations", () => {
    const requestHash = id("request 1");
    const request = () => ({ agentId, validator: c, uri: "ipfs://request", requestHash });

    it("ask and answer", async () => {
      await requestValidation(bob, request());
      const asked = { requestHash, validator: c, agentId, response: 0n, responseHash: ZeroHash, tag: "" };
      const lastUpdate = await live().now();
      expect(await readValidation(alice, requestHash)).to.deep.equal({ ...asked, isAnswered: false, lastUpdate });
      await respondValidation(carol, { requestHash, response: 0n });
      expect((await readValidation(alice, requestHash)).isAnswered).to.equal(true);
      const answer = { requestHash, response: 80n, responseHash: id("evidence"), tag: "hard" };
      const { events } = await respondValidation(carol, { ...answer, uri: "ipfs://evidence" });
      expect(events.at(0)?.args).to.include({ responseURI: "ipfs://evidence", validatorAddress: c });
      expect(await readValidation(alice, requestHash)).to.deep.include({ ...answer, isAnswered: true });
    });

    it("list requests of a service and to a validator", async () => {
      const hashes = [requestHash, id("request 2"), id("request 3")];
      const validators = [c, a, c];
      for (const [i, hash] of hashes.entries()) {
        await requestValidation(bob, { ...request(), requestHash: hash, validator: at(validators, i) });
      }
      await respondValidation(alice, { requestHash: at(hashes, 1), response: 7n });
      const list = async (filter: Parameters<typeof listValidations>[1]) =>
        (await listValidations(carol, filter)).map((standing) => [standing.requestHash, standing.isAnswered]);
      const [first, second, third] = [
        [hashes[0], false],
        [hashes[1], true],
        [hashes[2], false],
      ];
      expect(await list({ agentId })).to.deep.equal([first, second, third]);
      expect(await list({ validator: c })).to.deep.equal([first, third]);
      expect(await list({ validator: a })).to.deep.equal([second]);
      expect(await list({ agentId: 99n })).to.deep.equal([]);
    });

    it("refuse others", async () => {
      await expectError(requestValidation(alice, request()), "ValidationUnauthorized", { agentId, caller: a });
      await requestValidation(bob, request());
      await expectError(requestValidation(bob, request()), "ValidationRequestExists", { requestHash, agentId });
      const args = { requestHash, caller: a, validator: c };
      await expectError(respondValidation(alice, { requestHash, response: 1n }), "ValidationNotValidator", args);
      const high = respondValidation(carol, { requestHash, response: 101n });
      await expectError(high, "ValidationInvalidResponse", { requestHash, response: 101n });
      await expectError(readValidation(alice, ZeroHash), "ValidationUnknownRequest", { requestHash: ZeroHash });
    });
  });
});
