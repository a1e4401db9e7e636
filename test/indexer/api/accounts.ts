import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import { collect, serveStory, type ServedStory } from "../../fixtures/api.js";

describe("indexer API: accounts and transfers", function () {
  let served: ServedStory;

  before(async () => {
    served = await serveStory();
  });

  after(() => served.close());

  it("answers with the balance, votes and delegate that the contracts have", async () => {
    const { client, story } = served;
    for (const address of story.accounts) {
      const { data, asOfBlock } = await client.get("/accounts/{address}", { address });
      expect(data.account).to.equal(address);
      expect(BigInt(data.balance)).to.equal(await story.coin.balanceOf(address));
      expect(BigInt(data.locked)).to.equal(await story.votes.balanceOf(address));
      expect(BigInt(data.votes)).to.equal(await story.votes.getVotes(address));
      expect(asOfBlock).to.equal(served.indexer.store.cursor?.block);
    }
  });

  it("adds up what an account received day by day, days without payments included", async () => {
    const { client, story } = served;
    for (const address of story.accounts) {
      const paid = await collect(client.all("/payments", { payee: address }));
      const { data } = await client.get("/accounts/{address}/income", { address, days: 366 });
      expect(data).to.have.length(366);
      const expected = new Map<number, bigint>();
      for (const { time, amount, fee } of paid) {
        const from = time - (time % 86_400);
        expected.set(from, (expected.get(from) ?? 0n) + BigInt(amount) - BigInt(fee));
      }
      const found = data.filter(({ count }) => count > 0).map(({ from, amount }) => [from, BigInt(amount)]);
      expect(found).to.deep.equal([...expected].sort(([a], [b]) => a - b));
      expect(data.reduce((sum, { count }) => sum + count, 0)).to.equal(paid.length);
    }
  });

  it("refuses more days of income than a year has", async () => {
    const { api, story } = served;
    for (const days of ["0", "367", "-1", "x"]) {
      const answer = await fetch(`${api.url}/accounts/${story.dave.address}/income?days=${days}`);
      expect(answer.status, days).to.equal(400);
    }
  });

  it("lists the transfers of an account in both directions, each once, page by page", async () => {
    const { client, story } = served;
    const address = story.dave.address;
    const all = await collect(client.all("/accounts/{address}/transfers", { address }));
    const byThree = await collect(client.all("/accounts/{address}/transfers", { address, limit: 3 }));
    expect(byThree).to.deep.equal(all);
    const sent = all.filter(({ from }) => from === address);
    const received = all.filter(({ to }) => to === address);
    expect(sent.length + received.length - 1).to.equal(all.length, "one transfer is to oneself");
    const places = all.map(({ block, logIndex }) => block * 1_000 + logIndex);
    expect(places).to.deep.equal([...new Set(places)].sort((a, b) => b - a));
  });

  it("finds a transfer by its reference", async () => {
    const { data } = await served.client.list("/transfers", { reference: encodeBytes32String("invoice 7") });
    expect(data.map(({ amount, from }) => [amount, from])).to.deep.equal([["7", served.story.dave.address]]);
  });

  it("has burnt coins as transfers to the zero address", async () => {
    const { data } = await served.client.list("/transfers", { to: ZeroAddress });
    expect(data.map(({ from }) => from)).to.deep.equal([served.story.stranger.address]);
  });
});
