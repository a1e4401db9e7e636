import { expect } from "chai";
import { get, type IncomingMessage } from "node:http";
import { EventFeed, type Sink } from "../../../packages/indexer/src/api/events/feed.js";
import { IndexerError, type StreamMessage } from "../../../packages/indexer/src/client.js";
import { createIndexerClient } from "../../../packages/indexer/src/client.js";
import type { Row } from "../../../packages/indexer/src/store/schema.js";
import { at } from "../../fixtures/at.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { insertRows, serveStory, type ServedStory } from "../../fixtures/api.js";
import { catchUp } from "../../fixtures/indexing.js";

const STREAMS = 2_000;

describe("indexer API: event streams", function () {
  let served: ServedStory;

  before(async () => {
    served = await serveStory();
  });

  after(() => served.close());

  /** Collects the messages of a stream until it has so many. */
  async function take(count: number, stream: AsyncGenerator<StreamMessage>, onOpen: () => Promise<unknown>) {
    const messages: StreamMessage[] = [];
    for await (const message of stream) {
      if (message.type === "open" && messages.length === 0) void onOpen();
      messages.push(message);
      if (messages.length === count) break;
    }
    return messages;
  }

  it("sends what happens after the connection, with accounts and exact amounts", async () => {
    const { client, story, follow } = served;
    const [open, message] = await take(2, client.events(), async () => {
      await story.coin.connect(story.dave).transfer(story.bob, 12_345n);
      await follow();
    });
    expect(open?.type).to.equal("open");
    if (message?.type !== "event") throw new Error(`no event, but ${message?.type}`);
    expect(message.event).to.deep.include({
      ...{ contract: "ServiceCoin", event: "Transfer", block: served.indexer.store.cursor?.block },
      args: { from: story.dave.address, to: story.bob.address, value: "12345" },
      accounts: [story.dave.address, story.bob.address],
    });
  });

  it("sends only the kinds and accounts that were asked for", async () => {
    const { client, story, follow } = served;
    const { coin, votes, dave, bob } = story;
    const wanted = client.events({ kinds: ["ServiceVotes", "Approval"], account: dave.address });
    const [, message] = await take(2, wanted, async () => {
      await coin.connect(dave).transfer(bob, 1n);
      await votes.connect(bob).delegate(bob);
      await coin.connect(dave).approve(bob, 77n);
      await follow();
    });
    expect(message?.type === "event" && message.event.args).to.deep.include({ value: "77" });
  });

  it("sends the events of a deal to both of its parties", async () => {
    const { client, story, follow } = served;
    const payee = at(story.others, 1).address;
    const [, message] = await take(2, client.events({ kinds: ["PaymentHub"], account: payee }), async () => {
      await story.hub.connect(story.alice).revoke(at(story.mandates, 0));
      await follow();
    });
    expect(message?.type === "event" && message.event.event).to.equal("Revoked");
  });

  it("refuses unknown kinds, and does not open more streams than it may", async () => {
    const error = await take(1, served.client.events({ kinds: ["Transfers"] }), () => Promise.resolve()).catch(
      (caught: unknown) => caught,
    );
    expect((error as IndexerError).problem?.errors?.[0]).to.include({ parameter: "kinds", value: "Transfers" });
    const { url, close } = await served.start({ maxStreams: 1 });
    const one = createIndexerClient(url);
    const stream = one.events();
    await stream.next();
    const second = await one
      .events()
      .next()
      .catch((caught: unknown) => caught);
    expect((second as IndexerError).status).to.equal(503);
    await stream.return(undefined);
    await close();
  });

  it("continues after the last event that a client got, and says when it cannot", async () => {
    const { client, story, follow } = served;
    const keep = client.events();
    await keep.next();
    await story.coin.connect(story.dave).transfer(story.bob, 1n);
    await story.coin.connect(story.dave).transfer(story.bob, 2n);
    await follow();
    const first = (await keep.next()).value as Extract<StreamMessage, { type: "event" }>;
    const [, missed] = await take(2, client.events({ lastEventId: first.id }), () => Promise.resolve());
    expect(missed?.type === "event" && missed.event.args["value"]).to.equal("2");
    const [, gap] = await take(2, client.events({ lastEventId: "1-0" }), () => Promise.resolve());
    expect(gap).to.include({ type: "gap", afterBlock: 1 });
    await keep.return(undefined);
  });

  it("tells streams that blocks were replaced, then sends those that replaced them", async () => {
    const { client, story, follow, indexer } = served;
    const snapshot = await networkHelpers.takeSnapshot();
    const before = indexer.store.cursor?.block ?? 0;
    const stream = client.events({ kinds: ["Transfer"] });
    await stream.next();
    await story.coin.connect(story.dave).transfer(story.bob, 1n);
    await follow();
    await stream.next();
    await snapshot.restore();
    await story.coin.connect(story.dave).transfer(story.bob, 999n);
    await catchUp(indexer);
    expect((await stream.next()).value).to.deep.equal({ type: "reorg", afterBlock: before });
    const next = (await stream.next()).value as Extract<StreamMessage, { type: "event" }>;
    expect(next.event.args["value"]).to.equal("999");
    await stream.return(undefined);
  });

  it("says that it left out events when too many happened at once", async () => {
    const { client, indexer } = served;
    const stream = client.events();
    await stream.next();
    const { cursor } = indexer.store;
    const [log] = await indexer.store.database.all<Record<string, string>>("SELECT * FROM logs LIMIT 1");
    const block = (cursor?.block ?? 0) + 1;
    const rows = Array.from({ length: 2_001 }, (_unused, logIndex): Row<"logs"> => {
      const { address = "", topics = "", data = "", transaction_hash: transactionHash = "" } = log ?? {};
      return { address, topics, data, transactionHash, transactionIndex: 0, block, logIndex, time: 1 };
    });
    await insertRows(indexer, "logs", rows);
    await networkHelpers.mine();
    await indexer.store.database.run("UPDATE meta SET value = json_set(value, '$.block', ?) WHERE key = 'cursor'", [
      block,
    ]);
    expect((await stream.next()).value).to.deep.equal({ type: "gap", afterBlock: block - 1, toBlock: block });
    await indexer.store.database.run("DELETE FROM logs WHERE block = ?", [block]);
    await indexer.store.database.run("UPDATE meta SET value = json_set(value, '$.block', ?) WHERE key = 'cursor'", [
      block - 1,
    ]);
    await stream.return(undefined);
  });

  it("shows that it is alive", async () => {
    const { url, close } = await served.start({ heartbeat: 20 });
    const response = await fetch(`${url}/events`);
    expect(response.headers.get("content-type")).to.match(/^text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes(": alive")) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    await close();
  });

  it("drops readers that do not keep up, and no others", async () => {
    const feed = new EventFeed();
    const closed: string[] = [];
    const sink = (name: string, keepsUp: boolean): Sink => ({ send: () => keepsUp, close: () => closed.push(name) });
    const all = { kinds: undefined, account: undefined };
    feed.add(sink("fast", true), all);
    feed.add(sink("slow", false), all);
    const cursor = { block: 1, hash: "0x01", time: 1 };
    await feed.look(undefined as never, { cursor });
    expect(closed).to.deep.equal(["slow"]);
    expect(feed.size).to.equal(1);
  });

  it(`serves ${STREAMS} streams with one look at the database for all`, async () => {
    const { api, story, follow, reader } = served;
    const responses: IncomingMessage[] = [];
    // More at once than the backlog of a listening socket would be slow.
    while (responses.length < STREAMS) {
      responses.push(...(await Promise.all(Array.from({ length: 200 }, () => connect(`${api.url}/events`)))));
    }
    const original = reader.read.bind(reader);
    let looks = 0;
    reader.read = (query: never) => {
      looks++;
      return original(query);
    };
    const received = Promise.all(responses.map((response) => until(response, "Transfer")));
    await story.coin.connect(story.dave).transfer(story.bob, 4_242n);
    await follow();
    const texts = await received;
    reader.read = original;
    expect(new Set(texts.map((text) => text.includes('"4242"')))).to.deep.equal(new Set([true]));
    expect(looks).to.be.below(200);
    for (const response of responses) response.destroy();
  });
});

function connect(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, resolve).on("error", reject);
  });
}

/** Reads until a word comes. */
async function until(response: IncomingMessage, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      text += chunk;
      if (text.includes(word)) resolve(text);
    });
    response.on("error", reject);
    response.on("end", () => {
      reject(new Error(`the stream ended: ${text}`));
    });
  });
}
