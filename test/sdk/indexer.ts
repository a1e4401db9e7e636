import { expect } from "chai";
import { encodeBytes32String, ZeroHash } from "ethers";
import { openDatabase, Reader, startApi, Indexer, type RunningApi } from "@servicecoin/indexer";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findPayments } from "../../packages/sdk/src/coin/findPayments.js";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import type { ServiceCoinEvent } from "../../packages/sdk/src/core/events.js";
import { isServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { listFeedback } from "../../packages/sdk/src/feedback/listFeedback.js";
import { findSellers } from "../../packages/gateway/src/buying/sellers.js";
import { dealIdOf, mandateIdOf } from "../../packages/sdk/src/hub/ids.js";
import { findDeal, listDeals } from "../../packages/sdk/src/hub/openedDeals.js";
import { readDeals } from "../../packages/sdk/src/hub/readDeals.js";
import { findMandate, listMandates } from "../../packages/sdk/src/mandates/acceptedMandates.js";
import { readEvents, type EventQuery } from "../../packages/sdk/src/logs/index.js";
import { listProposals } from "../../packages/sdk/src/proposals/readProposal.js";
import { listServices } from "../../packages/sdk/src/services/listServices.js";
import { searchServices } from "../../packages/sdk/src/services/searchServices.js";
import { listValidations } from "../../packages/sdk/src/validations/listValidations.js";
import { at } from "../fixtures/at.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";
import { catchUp } from "../fixtures/indexing.js";
import { withoutLogs } from "../fixtures/withoutLogs.js";

describe("sdk: lists from an indexer", function () {
  let folder: string;
  let story: Story;
  let api: RunningApi;
  let client: Client;
  const closing: (() => Promise<unknown>)[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-sdk-index-"));
    story = await networkHelpers.loadFixture(storyFixture);
    const file = path.join(folder, "index.sqlite");
    const database = await openDatabase(file);
    const indexer = await Indexer.open(story.client, [ethers.provider], database);
    await catchUp(indexer);
    const reader = await Reader.open(file);
    api = await startApi(reader, { maxWait: 100 });
    client = createClient(withoutLogs(), story.deployment, { indexer: api.url });
    closing.push(
      () => api.close(),
      () => reader.close(),
      () => database.close(),
    );
  });

  after(async () => {
    for (const close of closing) await close();
    await rm(folder, { recursive: true });
  });

  /** Every list and search of the SDK, and the searches behind reads of one thing. */
  const LISTS: Record<string, (client: Client, story: Story) => Promise<unknown[]>> = {
    listServices: (from) => listServices(from),
    "listServices, a page": (from) => listServices(from, { limit: 2 }),
    "listServices, the page after": (from) => listServices(from, { limit: 1, before: 2n }),
    "searchServices by category": (from) => searchServices(from, { category: "WEATHER" }),
    "searchServices by words": (from) => searchServices(from, { text: "beijing" }),
    "searchServices by rating": (from) => searchServices(from, { minRating: 10 }),
    "searchServices by price": (from) => searchServices(from, { maxPrice: 10n ** 17n, order: "registered" }),
    findSellers: (from, { others }) => findSellers(from, "https://a.example/report", at(others, 1).address),
    findPayments: (from) => findPayments(from, { reference: encodeBytes32String("invoice 7") }),
    listDeals: (from) => listDeals(from),
    "listDeals of a payer": (from, { alice }) => listDeals(from, { payer: alice.address }),
    "listDeals of both": (from, { alice, others }) =>
      listDeals(from, { payer: alice.address, payee: at(others, 1).address }),
    findDeal: async (from, { deals }) =>
      Promise.all(deals.slice(0, 5).map((deal) => findDeal(from, dealIdOf(from, deal)))),
    readDeals: (from) => readDeals(from),
    "readDeals, orders": (from) => readDeals(from, { kind: "order" }),
    "readDeals, streams": (from) => readDeals(from, { kind: "stream" }),
    "readDeals, subscriptions": (from) => readDeals(from, { kind: "subscription" }),
    "readDeals of an arbiter": (from, { carol }) => readDeals(from, { party: carol.address }),
    listMandates: (from) => listMandates(from),
    "listMandates of a payer": (from, { alice }) => listMandates(from, { payer: alice.address }),
    findMandate: async (from, { mandates }) =>
      Promise.all(mandates.slice(0, 2).map((mandate) => findMandate(from, mandateIdOf(from, mandate)))),
    listFeedback: (from) => listFeedback(from, { agentId: 0n }),
    "listFeedback, revoked": (from) => listFeedback(from, { agentId: 0n, includeRevoked: true }),
    "listFeedback by tag": (from) => listFeedback(from, { agentId: 0n, tag1: "starred" }),
    "listFeedback that is paid": (from) => listFeedback(from, { agentId: 0n, tag2: "paid" }),
    "listFeedback by authors": (from, { bob, alice }) =>
      listFeedback(from, { agentId: 0n, authors: [bob.address, alice.address], includeRevoked: true }),
    "listValidations of a service": (from) => listValidations(from, { agentId: 0n }),
    "listValidations of a validator": (from, { others }) => listValidations(from, { validator: at(others, 3).address }),
    listProposals: (from) => listProposals(from),
    "listProposals, the last": (from) => listProposals(from, { last: 2 }),
    "listProposals by state": (from) => listProposals(from, { states: ["defeated", "canceled"] }),
  };

  for (const [name, read] of Object.entries(LISTS)) {
    it(`${name}: the same from the chain and from the indexer, without a search of the chain`, async () => {
      const fromChain = await read(story.client, story);
      expect(fromChain).to.not.have.length(0);
      expect(comparable(await read(client, story))).to.deep.equal(comparable(fromChain));
      expect(client.indexer?.answered?.block).to.equal(await ethers.provider.getBlockNumber());
    });
  }

  it("readEvents: the same from the chain and from the indexer, of any contracts, names and blocks", async () => {
    const { fromBlock, addresses } = story.client;
    const head = await ethers.provider.getBlockNumber();
    const collected = async (from: Client, query: EventQuery) => {
      const events: ServiceCoinEvent[] = [];
      let last = 0;
      for await (const batch of readEvents(from, query)) {
        expect(batch.block, "in order").to.be.at.least(last);
        events.push(...batch.events);
        last = batch.block;
      }
      return { events, last };
    };
    const counts: number[] = [];
    for (const query of [
      {},
      { names: ["Transfer"] },
      { contracts: ["PaymentHub", "ServiceDAO"] as const },
      { contracts: ["ServiceVotes"] as const, names: ["Transfer"] },
      { from: fromBlock + 20, to: head - 20 },
      { names: ["Opened", "VoteCast"], to: head },
    ]) {
      const fromChain = await collected(story.client, query);
      counts.push(fromChain.events.length);
      expect(await collected(client, query), JSON.stringify(query)).to.deep.equal(fromChain);
    }
    expect(Math.min(...counts)).to.be.above(0);
    // More than one page.
    expect(counts[0]).to.be.above(200);
    expect(client.indexer?.answered?.block).to.equal(head);
    expect(addresses).to.deep.equal(client.addresses);
    const later = await collected(client, { from: head + 1 }).catch((reason: unknown) => reason);
    expect(later).to.deep.equal({ events: [], last: head });
    const behind = await collected(client, { to: head + 1 }).catch((reason: unknown) => reason);
    expect(isServiceCoinError(behind, "IndexerBehind") && behind.args).to.deep.include({
      block: head,
      wanted: head + 1,
    });
    const unknown = await collected(client, { names: ["Transfers"] }).catch((reason: unknown) => reason);
    expect(isServiceCoinError(unknown, "InvalidArgument")).to.equal(true);
  });

  it("readEvents: waits when it asks more often than the indexer allows", async () => {
    const reader = await Reader.open(path.join(folder, "index.sqlite"));
    const slow = await startApi(reader, { requestsPerSecond: 1 });
    closing.unshift(
      () => slow.close(),
      () => reader.close(),
    );
    const patient = createClient(withoutLogs(), story.deployment, { indexer: slow.url });
    let count = 0;
    for await (const { events } of readEvents(patient)) count += events.length;
    expect(count).to.be.above(200);
  });

  it("asks the chain for a deal or mandate that the index does not know", async () => {
    const behind = createClient(ethers.provider, story.deployment, { indexer: api.url });
    const deal = { ...at(story.deals, 0), ref: ZeroHash };
    for (const [find, id, code] of [
      [findDeal, dealIdOf(behind, deal), "DealNotFound"],
      [findMandate, mandateIdOf(behind, at(story.mandates, 2)), "MandateNotFound"],
    ] as const) {
      expect(isServiceCoinError(await find(behind, id).catch((reason: unknown) => reason), code), code).to.equal(true);
    }
  });

  it("waits for the block of its own transaction, and says so when it does not come", async () => {
    const late = createClient(ethers.provider, story.deployment, { indexer: api.url });
    const block = await ethers.provider.getBlockNumber();
    late.indexer?.waitFor(block + 1);
    const error = await listServices(late).catch((reason: unknown) => reason);
    expect(isServiceCoinError(error, "IndexerBehind") && error.args).to.deep.equal({
      ...{ url: api.url, block, wanted: block + 1 },
    });
  });

  it("refuses the index of another system, and names the difference", async () => {
    const contracts = { ...story.deployment.contracts, PaymentBatch: { address: story.alice.address } };
    const other = createClient(ethers.provider, { ...story.deployment, contracts }, { indexer: api.url });
    const error = await listServices(other).catch((reason: unknown) => reason);
    expect(isServiceCoinError(error, "WrongIndex") && error.args).to.deep.include({
      ...{ what: "PaymentBatch", expected: story.alice.address },
    });
  });

  it("names an indexer that does not answer", async () => {
    const nowhere = createClient(ethers.provider, story.deployment, { indexer: "http://127.0.0.1:1" });
    const error = await listServices(nowhere).catch((reason: unknown) => reason);
    expect(isServiceCoinError(error, "IndexerUnreachable")).to.equal(true);
  });
});

/** What differs on purpose: the chain answers for the next block, and databases store no NUL. */
function comparable(found: readonly unknown[]): unknown[] {
  return found.map((one) => {
    const entries = Object.entries(one as object).map(([name, value]): [string, unknown] => {
      if (name === "due" || name === "refundable") return [name, 0n];
      return [name, typeof value === "string" ? value.replaceAll("\0", "\ufffd") : value];
    });
    return Object.fromEntries(entries);
  });
}
