import { expect } from "chai";
import { request } from "node:http";
import { buildWebIfOld, serveWeb, type WebPage } from "../../../scripts/lib/webPage.js";

describe("web: the server of the page", function () {
  let web: WebPage;

  before(async () => {
    await buildWebIfOld();
    web = await serveWeb(0);
  });

  after(() => web.stop());

  /** Sends the path as it is: `fetch` would tidy it. */
  function get(path: string): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${web.url}/`, { path }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
        });
      });
      sent.once("error", reject).end();
    });
  }

  it("answers with the page, and forbids frames, guesses of types and referrers", async () => {
    const { status, body, headers } = await get("/");
    expect(status).to.equal(200);
    expect(body).to.include('<div id="root">');
    expect(headers).to.include({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-security-policy": "frame-ancestors 'none'",
    });
    expect(headers).to.not.have.property("x-powered-by");
  });

  it("lets browsers keep what has a hash in its name, and nothing else", async () => {
    const script = /src="\.(\/assets\/[^"]+)"/.exec((await get("/")).body)?.[1] ?? "";
    expect((await get(script)).headers["cache-control"]).to.equal("public, max-age=31536000, immutable");
    expect((await get("/")).headers["cache-control"]).to.equal(undefined);
  });

  it("answers with the newest configuration", async () => {
    for (const name of ["first", "second"]) {
      web.configure({ name });
      const { body, headers } = await get("/config.json");
      expect(JSON.parse(body)).to.deep.equal({ name });
      expect(headers["cache-control"]).to.equal("no-store");
    }
  });

  for (const path of [
    "/nothing.js",
    "/assets/nothing.js",
    "/../package.json",
    "/assets/../../package.json",
    "/assets/..%2f..%2fpackage.json",
    "/%2e%2e/package.json",
    "/..%5cpackage.json",
    "/%",
  ]) {
    it(`has no file for ${path}, and tells nothing of this machine`, async () => {
      const { status, body } = await get(path);
      expect(status).to.be.within(400, 404);
      expect(body).to.not.include("servicecoin-workspace").and.not.include("node_modules");
      expect(body).to.not.include(process.cwd());
    });
  }

  it("takes another port when its own is in use", async () => {
    const other = await serveWeb(Number(new URL(web.url).port));
    try {
      expect(other.url).to.not.equal(web.url);
      expect((await fetch(other.url)).status).to.equal(200);
    } finally {
      await other.stop();
    }
    expect(await fetch(other.url).catch(() => "closed")).to.equal("closed");
  });
});
