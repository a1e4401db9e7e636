import { expect } from "chai";
import { existsSync } from "node:fs";
import express from "express";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { run } from "../../packages/cli/src/program.js";
import { Invocation } from "../../packages/cli/src/session/invocation.js";
import { registerService } from "../../packages/sdk/src/services/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { buildCli, folderWith, ioOf, runCli, Sink } from "../fixtures/cli.js";
import { onANode } from "../fixtures/live.js";
import { timeless, withCli } from "../fixtures/liveCli.js";
import { findAnvil, startAnvil, type Node } from "../fixtures/processes.js";
import { close, expectPaid, listen, PRICE, withGateway, type Selling } from "../fixtures/liveGateway.js";

/** Bytes that are no text. */
const BINARY = Buffer.from([0, 255, 254, 13, 10, 128, 27, 91]);

onANode("cli: get", (live) => {
  const cli = withCli(live);
  const gateway = withGateway(live);
  const shopOf = (options?: Selling) =>
    gateway().shop((request, response) => {
      if (request.path === "/binary") response.type("application/octet-stream").send(BINARY);
      else if (request.path === "/broken") response.status(500).send("broken\u001b[31m");
      else
        response.json({ method: request.method, city: request.get("x-city") ?? null, body: request.body as unknown });
    }, options);
  const provider = () => live().wallet("provider").address;

  before(function () {
    buildCli();
  });

  it("pays, prints the page as it is, and the receipt beside it", async () => {
    const { url } = await shopOf();
    await expectPaid(gateway(), "alice", 1, async () => {
      const { code, stdout, stderr } = await cli().run("alice", "get", `${url}/report`);
      expect(stdout).to.equal('{"method":"GET","city":null}');
      expect(timeless(stderr)).to.equal(`Pay 0.05 SCV for ${url}/report
  chain    31337
  paid to  ${provider()}
  service  not registered
paid         0.05 SCV
to           ${provider()}
transaction  <hash>
`);
      expect(code).to.equal(0);
    });
  });

  it("shows the price, and the service that is paid, before it pays; in a document too", async () => {
    const { url } = await shopOf({ description: "Rain by the hour" });
    const terms = ["--name", "Rain Report", "--category", "weather", "--price", "0.06", "--endpoint", url];
    await cli().json("provider", "service", "register", ...terms);
    const asked = `${url}/report`;
    const { stderr } = await cli().run("alice", "get", asked);
    expect(stderr).to.match(/^Pay 0\.05 SCV for .*\n(.*\n)+ {2}service +0 Rain Report\n(.*\n)+paid /);
    const document = await cli().json<{ offer: unknown }>("alice", "get", asked);
    expect(document.offer).to.deep.equal({
      amount: String(PRICE),
      payTo: provider(),
      description: "Rain by the hour",
      isUpfront: false,
      service: {
        agentId: "0",
        name: "Rain Report",
        category: "weather",
        price: String(parseScv("0.06")),
        rating: (document.offer as { service: { rating: unknown } }).service.rating,
      },
    });
    expect((document.offer as { service: { rating: unknown } }).service.rating).to.be.an("object");
  });

  it("sends method, headers and body", async () => {
    const { url } = await shopOf();
    const options = ["-d", '{"a":1}', "-H", "content-type: application/json", "-H", "X-City: Bern"];
    const { stdout } = await cli().run("alice", "get", url, ...options);
    expect(JSON.parse(stdout)).to.deep.equal({ method: "POST", city: "Bern", body: { a: 1 } });
    const put = await cli().run("alice", "get", url, "-X", "put");
    expect((JSON.parse(put.stdout) as { method: string }).method).to.equal("PUT");
  });

  it("says what a page costs to a user without a key, who cannot pay it", async () => {
    const { url } = await shopOf();
    const sentence = `${url}/report costs 0.05 SCV, paid to ${provider()}. No key to sign with: use --keyfile`;
    await cli().refuse(undefined, ["get", `${url}/report`], 2, "NoKey", new RegExp(`^${sentence}`));
  });

  it("prints what costs nothing without a key", async () => {
    const { code, stdout, stderr } = await cli().run(undefined, "get", `${gateway().facilitatorUrl}/supported`);
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.include("eip155:31337");
  });

  it("writes bytes that are no text to a file, or as base64 in a document", async () => {
    const { url } = await shopOf();
    const document = await cli().json<Record<string, unknown>>("alice", "get", `${url}/binary`);
    expect(document).to.include({ status: 200, base64: BINARY.toString("base64"), url: `${url}/binary` });
    expect(document["receipt"]).to.include({ payTo: provider(), amount: String(PRICE) });
    const asked = ["get", `${url}/binary`, "-o", "report.bin"];
    const saved = await cli().json<Record<string, unknown>>("alice", ...asked);
    expect(saved).to.include({ file: "report.bin" }).and.not.to.have.any.keys("body", "base64");
    expect((await readFile(path.join(cli().folder, "report.bin"))).equals(BINARY)).to.equal(true);
  });

  it("pays nothing for a page that cannot be written, and leaves files alone when it fails", async () => {
    const shop = await shopOf();
    const inFolder = (name: string) => path.join(cli().folder, name);
    await cli().write("old.txt", "old");
    await expectPaid(gateway(), "alice", 0, async () => {
      for (const file of ["nowhere/report", "deployments"]) {
        const message = /^.* cannot be written \((ENOENT|EISDIR)\)\.$/;
        await cli().refuse("alice", ["get", `${shop.url}/report`, "-o", file], 2, "UnwritableFile", message);
      }
      expect(shop.runs).to.equal(0);
      for (const file of ["old.txt", "new.txt"]) {
        expect(await cli().refusal(1, "alice", "get", `${shop.url}/broken`, "-o", file)).to.equal("HttpStatus");
      }
    });
    expect(await readFile(inFolder("old.txt"), "utf8")).to.equal('"old"');
    expect(existsSync(inFolder("new.txt"))).to.equal(false);
    await cli().json("alice", "get", `${shop.url}/binary`, "-o", "old.txt");
    expect((await readFile(inFolder("old.txt"))).equals(BINARY)).to.equal(true);
  });

  it("gets a page again for which the disk had no room, without paying again", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const shop = await shopOf();
    const asked = ["get", `${shop.url}/binary`, "-o"];
    await expectPaid(gateway(), "alice", 1, async () => {
      await cli().refuse("alice", [...asked, "/dev/full"], 1, "UnwritableFile", /ENOSPC/);
      await cli().json("alice", ...asked, "report.bin");
    });
    expect([shop.runs, (await readFile(path.join(cli().folder, "report.bin"))).equals(BINARY)]).to.deep.equal([
      1,
      true,
    ]);
  });

  it("pays nothing above what it may, for a page and for a day, whichever run spends it", async () => {
    const { url } = await shopOf();
    const asked = `${url}/report`;
    await expectPaid(gateway(), "alice", 2, async () => {
      const max = ["get", asked, "--max", "0.04"];
      const message = `${asked} costs 0.05 SCV, more than the limit of 0.04 SCV per payment.`;
      await cli().refuse("alice", max, 1, "PriceAboveLimit", message);
      const day = ["get", asked, "--max-per-day", "0.1"];
      for (let run = 1; run <= 2; run++) await cli().json("alice", ...day);
      await cli().refuse(
        "alice",
        day,
        1,
        "DailyLimitReached",
        /more than what is left of the limit of 0.1 SCV per 24 hours/,
      );
    });
  });

  it("pays registered services only, when told", async () => {
    const { url } = await shopOf();
    const asked = ["get", `${url}/report`, "--only-services"];
    await cli().refuse("alice", asked, 1, "UnknownPayee", /which is not the wallet of any service registered at/);
    const terms = { category: "weather", unit: "request", price: parseScv("0.05"), endpoint: url };
    await registerService(gateway().client("provider"), { uri: "https://rain.example", ...terms });
    await expectPaid(gateway(), "alice", 1, async () => {
      await cli().json("alice", ...asked);
    });
  });

  it("fails when the page does, with what it said, and pays nothing", async () => {
    const { url } = await shopOf();
    await expectPaid(gateway(), "alice", 0, async () => {
      const message = `${url}/broken responded with status 500: broken\\x1b[31m`;
      await cli().refuse("alice", ["get", `${url}/broken`], 1, "HttpStatus", message);
    });
    const nothing = `${gateway().facilitatorUrl}/nothing`;
    await cli().refuse(undefined, ["get", nothing], 1, "HttpStatus", /status 404: {"error":/);
    await cli().refuse(undefined, ["get", "http://127.0.0.1:1/"], 3, "NoAnswer", /does not respond: /);
  });

  it("sends the same payment again when it was not known what became of it", async () => {
    const { url } = await shopOf();
    const asked = `${url}/report`;
    await expectPaid(gateway(), "alice", 1, async () => {
      gateway().instead = (request, response, next) => {
        // It is settled, and nobody hears of it.
        if (request.path === "/settle") response.json = () => (request.socket.destroy(), response);
        next();
      };
      const body = ["-d", "{}"];
      const args = ["get", asked, ...body, "--timeout", "1s"];
      await cli().refuse("alice", args, 3, "PaymentUnclear", /try again, it is not paid twice/);
      gateway().instead = undefined;
      const { code, stdout, stderr } = await cli().run("alice", "get", asked, ...body);
      expect([code, stdout], stderr).to.deep.equal([0, '{"method":"POST","city":null}']);
      expect(stderr).to.match(
        /^Sending the payment of 0\.05 SCV to 0x\w{40} for .*\/report again, because .*\npaid +0\.05 SCV\n/,
      );
    });
    expect((await cli().run("alice", "get", asked)).stderr).to.match(/^Pay 0\.05 SCV/);
  });

  it("pays once though it was killed while the seller worked", async () => {
    let go: () => void = () => undefined;
    const working = new Promise<void>((resolve) => (go = resolve));
    const shop = await gateway().shop(async (_request, response) => {
      await working;
      response.send("rain");
    });
    await expectPaid(gateway(), "alice", 1, async () => {
      const first = cli().start("alice", "get", shop.url);
      while (shop.runs === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      first.kill();
      expect((await first.ended).signal).to.equal("SIGKILL");
      go();
      const { code, stdout, stderr } = await cli().run("alice", "get", shop.url);
      expect([code, stdout, shop.runs], stderr).to.deep.equal([0, "rain", 1]);
      expect(stderr).to.match(/^Sending the payment of 0\.05 SCV/);
    });
  });

  it("says why a payment was refused, or that it has no key", async () => {
    const { url } = await shopOf();
    gateway().instead = (request, response, next) => {
      if (request.path === "/verify") response.json({ isValid: false, invalidReason: "payer_suspended" });
      else next();
    };
    await cli().refuse("alice", ["get", url], 1, "PaymentRefused", /payer_suspended/);
    expect(await cli().refusal(2, undefined, "get", url)).to.equal("NoKey");
  });

  it("says before it signs that the account has less than the price", async () => {
    const { url } = await shopOf();
    const message = `${url}/ costs 0.05 SCV, but ${live().wallet("poor").address} has 0 SCV.`;
    await cli().refuse("poor", ["get", url], 1, "PriceAboveBalance", message);
  });

  it("counts what was spent on a local chain until it starts anew", async () => {
    const { url } = await shopOf();
    await cli().json("alice", "get", url);
    const genesis = (await live().provider.getBlock(0))?.hash?.slice(2, 10) ?? "";
    const name = `31337-${genesis}-${live().wallet("alice").address.toLowerCase()}`;
    const files = await readdir(path.join(cli().folder, "data"));
    // The ledger has a file for each day.
    const names = new Set(files.map((file) => file.replace(/\.\d+$/, "")));
    expect([...names].sort()).to.deep.equal([`open-${name}`, `spent-${name}.jsonl`]);
  });

  describe("with a body", () => {
    let received: { method: string; type: string; body: string } | undefined;
    let server: Server;
    let url: string;

    before(async () => {
      const app = express().use(express.text({ type: "*/*" }), (request, response) => {
        const { method, headers } = request;
        received = { method, type: headers["content-type"] ?? "none", body: request.body as string };
        response.send("ok");
      });
      ({ url, server } = await listen(app));
    });

    after(() => close(server));

    async function send(options: string[], stdin = ""): Promise<typeof received> {
      const [stdout, stderr] = [new Sink(), new Sink()];
      const io = { ...ioOf({ cwd: cli().folder, stdout, stderr }), stdin: Readable.from([stdin]) };
      expect(await run(new Invocation(["get", url, ...options], io)), stderr.text()).to.equal(0);
      return received;
    }

    const FORM = "application/x-www-form-urlencoded";

    it("sends a form by POST, as curl does", async () => {
      expect(await send(["-d", "a=1", "-d", "b=2"])).to.deep.equal({ method: "POST", type: FORM, body: "a=1&b=2" });
    });

    it("sends another type and method if told", async () => {
      const options = ["-d", '{"a":1}', "-H", "Content-Type: application/json", "-X", "PUT"];
      const sent = { method: "PUT", type: "application/json", body: '{"a":1}' };
      expect(await send(options)).to.deep.equal(sent);
    });

    it("sends a file without its line breaks, or unchanged", async () => {
      await writeFile(path.join(cli().folder, "form.txt"), "a=1\r\n&b=2\n");
      expect(await send(["-d", "@form.txt"])).to.deep.equal({ method: "POST", type: FORM, body: "a=1&b=2" });
      const unchanged = { method: "POST", type: FORM, body: "a=1\r\n&b=2\n" };
      expect(await send(["--data-binary", "@form.txt"])).to.deep.equal(unchanged);
    });

    it("sends what stdin says", async () => {
      const sent = { method: "POST", type: FORM, body: "city=Bern" };
      expect(await send(["-d", "@-"], "city=Bern\n")).to.deep.equal(sent);
    });

    it("names a file that cannot be read", () =>
      cli().refuse("alice", ["get", url, "-d", "@missing.txt"], 2, "NoFile", "missing.txt cannot be read."));
  });

  describe("on a public chain", () => {
    const PUBLIC = 11_155_111;
    let node: Node | undefined;
    let cwd: string;

    before(async function () {
      const anvil = findAnvil();
      const isAnvil = /^anvil/.test((await live().node.request("web3_clientVersion")) as string);
      if (anvil === undefined || !isAnvil) this.skip();
      node = await startAnvil(anvil, "--chain-id", String(PUBLIC));
      await node.request("anvil_loadState", [await live().node.request("anvil_dumpState")]);
      cwd = await folderWith(live().deployment, PUBLIC);
    });

    after(async () => {
      await node?.stop();
      if (node !== undefined) await rm(cwd, { recursive: true });
    });

    /** Sells on the public chain; a facilitator that takes everything is enough here. */
    async function buy(options: string[], prepare?: (url: string) => Promise<unknown>) {
      const [network, transaction] = [`eip155:${PUBLIC}`, `0x${"1".repeat(64)}`];
      gateway().instead = (request, response) => {
        const kinds = [{ x402Version: 2, scheme: "exact", network }];
        if (request.path === "/supported") response.json({ kinds, extensions: [], signers: {} });
        else response.json({ isValid: true, success: true, transaction, network });
      };
      const client = { ...gateway().client("provider"), chainId: BigInt(PUBLIC) };
      const shop = await shopOf({ client, description: "Rain by\u001b[31m the hour", flow: "upfront" });
      await prepare?.(shop.url);
      const env = {
        SERVICECOIN_RPC_URL: node?.url,
        SERVICECOIN_PRIVATE_KEY: live().wallet("alice").privateKey,
        SERVICECOIN_DATA: cwd,
      };
      return { shop, ...(await runCli(["get", `${shop.url}/report`, ...options], { cwd, env })) };
    }

    it("shows price, payee and service, and does nothing where nobody can be asked", async () => {
      const { shop, code, stdout, stderr } = await buy([]);
      expect([code, stdout, shop.runs, gateway().settles]).to.deep.equal([2, "", 0, 0]);
      expect(stderr).to.equal(`Pay 0.05 SCV for ${shop.url}/report
  chain    ${PUBLIC}
  paid to  ${provider()}
  sold as  Rain by\\x1b[31m the hour
  paid     before the response, whatever it is
  service  not registered
Error: Chain ${PUBLIC} is public, and there is no terminal for a prompt: add --yes to spend.
`);
    });

    it("shows a registered service by its name, price and ratings", async () => {
      const { stderr } = await buy([], async (url) => {
        const terms = ["--name", "Rain Report", "--category", "weather", "--price", "0.06", "--endpoint", url, "--yes"];
        const key = live().wallet("provider").privateKey;
        const env = { SERVICECOIN_RPC_URL: node?.url, SERVICECOIN_PRIVATE_KEY: key };
        expect((await runCli(["service", "register", ...terms], { cwd, env })).code).to.equal(0);
      });
      expect(stderr).to.include(`
  service           0 Rain Report
  registered price  0.06 SCV
  paid ratings      0
  paid by raters    0 SCV
Error:`);
    });

    it("pays with --yes", async () => {
      const { code, stdout, stderr, shop } = await buy(["--yes"]);
      expect([code, stdout, shop.runs]).to.deep.equal([0, '{"method":"GET","city":null}', 1]);
      expect(stderr).to.include("paid         0.05 SCV\n");
    });
  });
});
