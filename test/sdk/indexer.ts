import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { openDatabase, Reader, startApi, Indexer, type RunningApi } from "@servicecoin/indexer";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findPayments } from "../../packages/sdk/src/coin/findPayments.js";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import { isServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { listFeedback } from "../../packages/sdk/src/feedback/listFeedback.js";
import { readDeals } from "../../packages/sdk/src/hub/readDeals.js";
import { listProposals } from "../../packages/sdk/src/proposals/readProposal.js";
import { listServices } from "../../packages/sdk/src/services/listServices.js";
import { searchServices } from "../../packages/sdk/src/services/searchServices.js";
import { listValidations } from "../../packages/sdk/src/validations/listValidations.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";
import { catchUp } from "../fixtures/indexing.js";

describe("sdk: lists from an indexer", function () {
  this.timeout(60_000);
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
    client = createClient(ethers.provider, story.deployment, { indexer: api.url });
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

  it("lists the services that the chain lists, page by page", async () => {
    const all = await listServices(story.client);
    expect(await listServices(client)).to.deep.equal(all);
    expect(await listServices(client, { limit: 2 })).to.deep.equal(all.slice(0, 2));
    expect(await listServices(client, { limit: 1, before: 2n })).to.deep.equal(
      await listServices(story.client, { limit: 1, before: 2n }),
    );
    expect(client.indexer?.answered?.block).to.equal(await ethers.provider.getBlockNumber());
  });

  it("finds the services that the chain finds", async () => {
    for (const search of [{ category: "WEATHER" }, { text: "beijing" }, { minRating: 10 }, { maxPrice: 10n ** 17n }]) {
      expect(await searchServices(client, search)).to.deep.equal(await searchServices(story.client, search));
    }
  });

  it("finds payments by their reference", async () => {
    const reference = encodeBytes32String("invoice 7");
    const found = await findPayments(client, { reference });
    expect(found).to.have.length(1);
    expect(found).to.deep.equal(await findPayments(story.client, { reference }));
  });

  it("reads the deals of every kind and state as the chain has them", async () => {
    const sorted = (deals: Awaited<ReturnType<typeof readDeals>>) =>
      deals
        // The chain answers for the next block.
        .map((standing) => ({ ...standing, due: 0n, refundable: 0n }))
        .sort((a, b) => (a.dealId < b.dealId ? -1 : 1));
    for (const kind of ["order", "stream", "subscription"] as const) {
      const found = await readDeals(client, { kind });
      expect(sorted(found), kind).to.deep.equal(sorted(await readDeals(story.client, { kind })));
      expect(found, kind).to.not.have.length(0);
    }
    const party = story.carol.address;
    expect(sorted(await readDeals(client, { party }))).to.deep.equal(sorted(await readDeals(story.client, { party })));
  });

  it("lists feedback as the chain does", async () => {
    const [tag1, authors] = ["starred", [story.bob.address, story.alice.address]];
    for (const filter of [
      {},
      { includeRevoked: true },
      { tag1 },
      { tag2: "paid" },
      { authors, includeRevoked: true },
    ]) {
      const found = await listFeedback(client, { agentId: 0n, ...filter });
      const listed = await listFeedback(story.client, { agentId: 0n, ...filter });
      // Databases store no NUL.
      expect(found).to.deep.equal(listed.map((one) => ({ ...one, tag1: one.tag1.replaceAll("\0", "\ufffd") })));
      expect(found).to.not.have.length(0);
    }
  });

  it("lists validations as the chain does", async () => {
    const validator = (await listValidations(story.client, { agentId: 0n })).at(0)?.validator ?? "";
    for (const filter of [{ agentId: 0n }, { validator }]) {
      expect(await listValidations(client, filter)).to.deep.equal(await listValidations(story.client, filter));
    }
  });

  it("lists proposals with state, tally and calls as the chain does", async () => {
    const all = await listProposals(story.client);
    expect(await listProposals(client)).to.deep.equal(all);
    expect(await listProposals(client, { last: 2 })).to.deep.equal(all.slice(-2));
    const states = ["defeated", "canceled"] as const;
    expect(await listProposals(client, { states })).to.deep.equal(await listProposals(story.client, { states }));
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
