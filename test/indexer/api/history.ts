import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { collect, insertRows, serveStory, type ServedStory } from "../../fixtures/api.js";

describe("indexer API: the history of events", function () {
  let served: ServedStory;

  before(async () => {
    served = await serveStory();
  });

  after(() => served.close());

  it("finds rare events behind very many others, page by page, in both orders", async () => {
    const { client, indexer } = served;
    const rare = { events: "Opened", contracts: "PaymentHub" } as const;
    const found = await collect(client.all("/history", { ...rare, order: "oldest" }));
    expect(found).to.not.have.length(0);
    const [log] = await indexer.store.database.all<Record<string, string>>("SELECT * FROM logs ORDER BY block LIMIT 1");
    const { address = "", topics = "", data = "", transaction_hash: transactionHash = "" } = log ?? {};
    const crowd = Array.from({ length: 45_000 }, (_, index) => ({
      ...{ block: 1, logIndex: 100_000 + index, time: 1, transactionHash, transactionIndex: 0, address, topics, data },
    }));
    await insertRows(indexer, "logs", crowd);
    // The answers of a block are kept; what was inserted is of no block.
    await networkHelpers.mine(1);
    await served.follow();
    const first = await client.list("/history", { ...rare, order: "oldest" });
    expect([first.data.length, first.next === undefined]).to.deep.equal([0, false]);
    const again = await collect(client.all("/history", { ...rare, order: "oldest" }));
    expect(again).to.deep.equal(found);
    const newest = await collect(client.all("/history", rare));
    expect(newest.reverse()).to.deep.equal(found);
    const bounded = await collect(client.all("/history", { from: found[0]?.block ?? 0, to: found[0]?.block ?? 0 }));
    expect(bounded.map(({ event }) => event)).to.include("Opened");
    expect(new Set(bounded.map(({ block }) => block))).to.deep.equal(new Set([found[0]?.block]));
  });

  it("refuses names that no contract has, or none of those that are named", async () => {
    for (const query of ["contracts=Hub", "events=Openend", "events=Opened&contracts=Treasury", "order=up"]) {
      const response = await fetch(`${served.api.url}/history?${query}`);
      const { errors } = (await response.json()) as { errors: { parameter: string }[] };
      expect([response.status, errors[0]?.parameter]).to.deep.equal([400, query.split("=")[0]]);
    }
  });
});
