import { expect } from "chai";
import { getAddress } from "ethers";
import { startApi, type RunningApi } from "../../../packages/indexer/src/api/server.js";
import { createIndexerClient } from "../../../packages/indexer/src/client.js";
import { fromMatchesDocument } from "../../../packages/indexer/src/matching/document.js";
import { matchServices } from "../../../packages/indexer/src/matching/matchServices.js";
import { largeMarket } from "../../fixtures/market/large.js";
import { SeededIndex } from "../../fixtures/seededIndex.js";

describe("indexer API: matches", function () {
  let index: SeededIndex;
  let api: RunningApi;

  before(async () => {
    index = await SeededIndex.open();
    const { ledger, now } = largeMarket(60, 15, 200);
    await ledger.save(index, now);
    api = await startApi(index.reader, { requestsPerSecond: 1_000_000 });
  });
  after(async () => {
    await api.close();
    await index.close();
  });

  it("answers with the providers, the best first, and why", async () => {
    const client = createIndexerClient(api.url);
    const { data, asOfBlock } = await client.get("/matches", { category: "CATEGORY 7", limit: 5 });
    expect(asOfBlock).to.equal(1);
    expect(data.found).to.equal(2);
    expect(data.matches.map(({ category }) => category)).to.deep.equal(["category 7", "category 7"]);
    const [first, second] = data.matches;
    expect(first?.score).to.be.at.least(second?.score ?? Infinity);
    expect(first?.parts.find(({ name }) => name === "settlement")?.reason).to.match(/^money back in \d+ of 15 orders$/);
    expect(first?.parts.find(({ name }) => name === "settlement")?.facts).to.include({ orders: 15 });
    expect(data.ranking.reason).to.match(/^(Fixed weights|Learned)/);
    expect(data.ranking.orders.fitted).to.equal(630);
  });

  it("searches by text, within a budget", async () => {
    const client = createIndexerClient(api.url);
    const { data } = await client.get("/matches", { q: "service 17", budget: 10n ** 18n });
    expect(data.matches.map(({ name }) => name)).to.deep.equal(["Service 17"]);
    expect((await client.get("/matches", { q: "service 17", budget: 0n })).data.matches).to.deep.equal([]);
  });

  it("has all that a ranking says, so that a client reads the same from it as from the database", async () => {
    const { data, asOfBlock: block, blockHash: hash, time } = await createIndexerClient(api.url).get("/matches", {});
    const { matches, ...found } = await matchServices(index.reader, { limit: data.matches.length });
    expect(found.ranking.model?.coefficients).to.not.have.length(0);
    const checked = matches.map((one) => ({ ...one, owner: getAddress(one.owner), wallet: getAddress(one.wallet) }));
    expect(fromMatchesDocument(data, { block, hash, time })).to.deep.equal({ ...found, matches: checked });
  });

  const REFUSED: [title: string, query: string, word: string][] = [
    ["a deadline that has passed", "deadline=1", "deadline 1 is not after"],
    ["a negative budget", "budget=-1", "budget"],
    ["a limit of 201", "limit=201", "limit"],
    ["an unknown ranking", "ranking=best", "one of fixed, better"],
    ["a parameter that there is not", "sort=price", "sort"],
    ["NUL in a category", "category=%00", "category"],
  ];
  for (const [title, query, word] of REFUSED) {
    it(`refuses ${title} with status 400`, async () => {
      const response = await fetch(`${api.url}/matches?${query}`);
      const problem = (await response.json()) as { status: number; detail: string };
      expect(response.status).to.equal(400);
      expect(problem.detail).to.contain(word);
    });
  }
});
