import { expect } from "chai";
import { ROUTES } from "../../../packages/indexer/src/api/routes/index.js";
import type { AnyRoute } from "../../../packages/indexer/src/api/route.js";
import type { ProblemDetails } from "../../../packages/indexer/src/api/problem.js";
import { createIndexerClient, IndexerError } from "../../../packages/indexer/src/client.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { until } from "../../fixtures/gateway.js";
import { sayReady, serveStory, type ServedStory } from "../../fixtures/api.js";

/** Values that break careless servers. */
const HOSTILE = [
  "' OR 1=1 --",
  "1; DROP TABLE deals",
  "%00",
  "\0",
  "{}",
  "[]",
  "-1",
  "1e9",
  "0x",
  "NaN",
  "99999999999999999999999999",
  "💥".repeat(100),
  "a".repeat(5_000),
  "../../etc/passwd",
  "__proto__",
  "\ud800",
];

describe("indexer API: requests that are wrong or hostile", function () {
  let served: ServedStory;

  before(async () => {
    served = await serveStory();
  });

  after(() => served.close());

  async function problemOf(path: string, init: RequestInit = {}): Promise<ProblemDetails & { headers: Headers }> {
    const response = await fetch(`${served.api.url}${path}`, init);
    expect(response.headers.get("content-type")).to.equal("application/problem+json; charset=utf-8");
    const body = (await response.json()) as ProblemDetails;
    expect(body.status).to.equal(response.status);
    expect(JSON.stringify(body)).not.to.match(/\.(js|ts):\d+|sqlite|node_modules/i);
    return { ...body, headers: response.headers };
  }

  it("names the parameter, what is expected and what was sent", async () => {
    const { status, detail, errors } = await problemOf("/deals?payer=0x12&limit=1000&page=2");
    expect(status).to.equal(400);
    expect(errors).to.deep.equal([
      {
        parameter: "payer",
        expected: "an address: 0x and 40 hexadecimal digits, with a valid checksum if it has capitals",
        value: "0x12",
      },
      { parameter: "limit", expected: "an integer from 1 to 200", value: "1000" },
      {
        parameter: "page",
        expected:
          "left out: this route takes payer, payee, arbiter, party, payoutAccounts, state, kind, dueBy, limit, cursor, minBlock",
        value: "2",
      },
    ]);
    expect(detail).to.contain('limit must be an integer from 1 to 200, not "1000"');
  });

  it("refuses an address with a wrong checksum, which is a typing error", async () => {
    const address = served.story.alice.address;
    const wrong = address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    expect((await problemOf(`/accounts/${wrong}`)).errors?.[0]?.value).to.equal(wrong);
  });

  it("refuses a parameter that is given twice, and says so when one is missing", async () => {
    expect((await problemOf("/transfers?limit=1&limit=2")).detail).to.contain('limit must be given once, not "1, 2"');
    expect((await problemOf("/pairs")).detail).to.equal("payer must be given, or payee.");
  });

  it("answers hostile values of every parameter with 200, 400 or 404, never with an error of its own", async () => {
    for (const route of ROUTES as readonly AnyRoute[]) {
      const names = Object.keys(route.input.shape as object);
      for (const [index, value] of HOSTILE.entries()) {
        const name = names[index % Math.max(names.length, 1)] ?? "minBlock";
        const filled = route.path.replaceAll(/\{(\w+)\}/g, encodeURIComponent(value.toWellFormed()));
        const query = route.path.includes(`{${name}}`) ? "" : `?${name}=${encodeURIComponent(value.toWellFormed())}`;
        const response = await fetch(`${served.api.url}${filled}${query}`);
        expect([200, 400, 404], `${filled}${query}`).to.include(response.status);
        await response.arrayBuffer();
      }
    }
    const { data } = await served.client.list("/deals", {});
    expect(data).not.to.be.empty;
  });

  it("finds nothing for a query that is SQL or syntax of the full-text search", async () => {
    for (const q of ["' OR 1=1 --", '" OR "', "weather NOT", "NEAR(a b)", "*", "col:x"]) {
      const { data } = await served.client.list("/services", { q });
      expect(data.length, q).to.be.below(4);
    }
  });

  it("refuses cursors of other lists, cut ones and made ones", async () => {
    const { next } = await served.client.list("/transfers", { limit: 1 });
    expect(next).to.be.a("string");
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const odd = ["", "x", next?.slice(0, 5), "a".repeat(1_000), made(null), made({ length: 3 }), made([])];
    const typed = [made(["block,logIndex", "1", 2]), made(["block,logIndex", 1.5, 2]), made(["block,logIndex", 1])];
    for (const cursor of [...odd, ...typed]) {
      expect((await problemOf(`/transfers?cursor=${cursor}`)).errors?.[0]?.parameter, cursor).to.equal("cursor");
    }
    expect((await problemOf(`/deals?cursor=${next}`)).errors?.[0]?.expected).to.equal(
      "the `next` of a page of this list",
    );
  });

  it("keeps a page where it was while new rows come", async () => {
    const { client, story, follow } = served;
    const first = await client.list("/transfers", { limit: 3 });
    const [expected] = [await client.list("/transfers", { limit: 3, cursor: first.next ?? "" })];
    await story.coin.connect(story.dave).transfer(story.bob, 1n);
    await follow();
    const after = await client.list("/transfers", { limit: 3, cursor: first.next ?? "" });
    expect(after.data).to.deep.equal(expected.data);
    expect(after.asOfBlock).to.be.above(expected.asOfBlock);
  });

  it("answers unknown paths, wrong methods and broken escapes with problems", async () => {
    expect((await problemOf("/nothing")).status).to.equal(404);
    expect((await problemOf(`/deals/0x${"00".repeat(32)}`)).detail).to.contain("There is no deal 0x00");
    const wrong = await problemOf("/deals", { method: "POST" });
    expect([wrong.status, wrong.headers.get("allow")]).to.deep.equal([405, "GET, HEAD, OPTIONS"]);
    expect((await problemOf("/accounts/%ff")).status).to.equal(400);
    expect((await problemOf("/status", { headers: { accept: "text/csv" } })).status).to.equal(406);
  });

  it("answers 304 while the block stays, and anew after the next", async () => {
    const { api, follow } = served;
    const url = `${api.url}/transfers?limit=1`;
    const first = await fetch(url);
    const etag = first.headers.get("etag") ?? "";
    const headers = { "if-none-match": etag };
    expect((await fetch(url, { headers })).status).to.equal(304);
    expect((await fetch(`${api.url}/transfers?limit=2`, { headers })).status).to.equal(200);
    expect((await fetch(url, { headers: { ...headers, accept: "text/csv" } })).status).to.equal(200);
    await networkHelpers.mine();
    await follow();
    expect((await fetch(url, { headers })).status).to.equal(200);
  });

  it("waits for the block of one's own receipt, and says where it is when that takes too long", async () => {
    const { client, follow, indexer } = served;
    const block = (indexer.store.cursor?.block ?? 0) + 1;
    const waiting = client.get("/fees", { minBlock: block });
    await networkHelpers.mine();
    await follow();
    expect((await waiting).asOfBlock).to.be.at.least(block);
    const error = await client.get("/fees", { minBlock: block + 1_000 }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(IndexerError);
    const { status, problem } = error as IndexerError;
    expect([status, problem?.asOfBlock]).to.deep.equal([503, block]);
    expect(problem?.detail).to.equal(`The index is at block ${block}, not yet at block ${block + 1_000}.`);
  });

  it("goes on answering while it is not ready, and says so in header, field and /health/ready", async () => {
    const { api, client, indexer } = served;
    await sayReady(indexer, { ready: false, reason: "the node failed: no answer" });
    const response = await fetch(`${api.url}/transfers`);
    expect([response.status, response.headers.get("index-ready")]).to.deep.equal([200, "false"]);
    expect(await response.json()).to.include({ ready: false, reason: "the node failed: no answer" });
    expect((await fetch(`${api.url}/health/ready`)).status).to.equal(503);
    expect((await client.get("/health/ready", {})).data).to.deep.equal({
      ...{ ready: false, reason: "the node failed: no answer" },
    });
    await sayReady(indexer, { savedAt: Math.floor(Date.now() / 1_000) - 1_000 });
    expect((await client.get("/status", {})).data.reason).to.match(/^the indexer has said nothing for 100\d seconds$/);
    await sayReady(indexer);
    expect((await fetch(`${api.url}/health/ready`)).status).to.equal(200);
  });

  it("is watched as every server is: it lives, is ready or says why not, and has metrics", async () => {
    const { url } = await served.start({ requestsPerSecond: 1 });
    const readyz = async () => {
      const response = await fetch(`${url}/readyz`);
      return { status: response.status, ...((await response.json()) as object) };
    };
    await sayReady(served.indexer);
    const { asOfBlock: block } = (await (await fetch(`${url}/fees`)).json()) as { asOfBlock: number };
    expect(await readyz()).to.deep.include({ status: 200, ready: true, reasons: [], block });
    await sayReady(served.indexer, { ready: false, reason: "the node failed: no answer" });
    await until(async () => (await readyz()).status === 503);
    expect(await readyz()).to.deep.include({ ready: false, reasons: ["The node failed: no answer."], block });
    expect((await fetch(`${url}/livez`)).status).to.equal(200);
    await fetch(`${url}/wp-login.php`);
    const lines = (await (await fetch(`${url}/metrics`)).text()).split("\n");
    expect(lines).to.include.members(["servicecoin_indexer_ready 0", `servicecoin_indexer_block ${block}`]);
    for (const [route, status] of [
      ["/fees", 200],
      ["other", 404],
    ]) {
      expect(lines).to.include(`servicecoin_indexer_request_seconds_count{route="${route}",status="${status}"} 1`);
    }
    expect((await fetch(`${url}/readyz`, { method: "POST" })).status).to.equal(405);
    await sayReady(served.indexer);
  });

  it("limits the rate of each client address", async () => {
    const { url } = await served.start({ requestsPerSecond: 2, proxies: 1 });
    const statusFor = async (client: string) => {
      const response = await fetch(`${url}/fees`, { headers: { "x-forwarded-for": client } });
      return [response.status, response.headers.get("retry-after")];
    };
    for (let count = 0; count < 4; count++) expect((await statusFor("192.0.2.1"))[0]).to.equal(200);
    expect(await statusFor("192.0.2.1")).to.deep.equal([429, "1"]);
    expect((await statusFor("192.0.2.2"))[0]).to.equal(200);
  });

  it("lets scripts of allowed sites read, and no others", async () => {
    const { url } = await served.start({ origins: ["https://app.example"] });
    const allowedFor = async (origin: string, method = "GET") => {
      const response = await fetch(`${url}/fees`, { method, headers: { origin } });
      return response.headers.get("access-control-allow-origin");
    };
    expect(await allowedFor("https://app.example")).to.equal("https://app.example");
    expect(await allowedFor("https://app.example", "OPTIONS")).to.equal("https://app.example");
    expect(await allowedFor("https://evil.example")).to.equal(null);
    const { headers } = await fetch(`${url}/fees`);
    expect(headers.get("x-content-type-options")).to.equal("nosniff");
    expect(headers.get("content-security-policy")).to.contain("default-src 'none'");
    expect(headers.get("x-powered-by")).to.equal(null);
  });

  it("does not tell clients what went wrong inside", async () => {
    const errors: unknown[] = [];
    const { url, close } = await served.start({ onError: (error) => errors.push(error) });
    await served.indexer.store.database.run("ALTER TABLE fee_collections RENAME TO gone");
    const response = await fetch(`${url}/fees/collections`);
    await served.indexer.store.database.run("ALTER TABLE gone RENAME TO fee_collections");
    expect(response.status).to.equal(500);
    expect(await response.text()).not.to.contain("fee_collections");
    expect(String(errors[0])).to.contain("fee_collections");
    await close();
  });

  it("names the server when there is none", async () => {
    const client = createIndexerClient("http://127.0.0.1:9");
    const error = (await client.get("/fees", {}).catch((caught: unknown) => caught)) as IndexerError;
    expect(error.message).to.match(/^http:\/\/127\.0\.0\.1:9\/fees did not answer: /);
    expect(error.status).to.equal(0);
  });
});
