import { expect } from "chai";
import { once } from "node:events";
import { createServer as createSecureServer } from "node:https";
import { createServer, type AddressInfo, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { guardOf, type Guard } from "../../packages/gateway/src/discovery/guard.js";
import { probeEndpoint } from "../../packages/gateway/src/discovery/probeEndpoint.js";
import { ProbeError } from "../../packages/gateway/src/discovery/probeError.js";
import { safeFetch } from "../../packages/gateway/src/discovery/safeFetch.js";
import { readAgentUri } from "../../packages/sdk/src/registration/index.js";
import { requirePayment, paymentRequiredHeader, serve, type Endpoint } from "../fixtures/endpoints.js";
import { errorOf } from "../fixtures/gateway.js";
import { SELF_SIGNED } from "../fixtures/selfSigned.js";

const ASSET_ID = { network: "eip155:31337", asset: "0x00000000000000000000000000000000000000AA" } as const;
const PAY_TO = "0x00000000000000000000000000000000000000bb";
const header = paymentRequiredHeader(ASSET_ID, 5n, PAY_TO);
/** Linux accepts connections on all of 127.0.0.0/8. This address plays the role of a public one. */
const PUBLIC = "127.0.0.2";

describe("probing hostile endpoints", function () {
  const closing: (() => Promise<unknown>)[] = [];
  let victim: Endpoint;

  beforeEach(async () => {
    victim = await serve(requirePayment(() => header));
    closing.push(() => victim.close());
  });

  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  async function probe(url: string, guard: Guard, timeout = 2_000) {
    return probeEndpoint(url, ASSET_ID, guard, AbortSignal.timeout(timeout));
  }

  async function codeOf(promise: Promise<unknown>): Promise<string> {
    const error = await errorOf(promise);
    expect(error).to.be.instanceOf(ProbeError);
    return (error as ProbeError).code;
  }

  /** The guard of a public chain, except that it allows http and the address `PUBLIC`, and resolves names as given. */
  function guardWith(names: Record<string, string[]> = {}): Guard {
    const strict = guardOf({ allowPrivate: false });
    return {
      allowHttp: true,
      isAllowed: (address) => address === PUBLIC || strict.isAllowed(address),
      resolve: (name) => Promise.resolve(names[name] ?? []),
    };
  }

  async function serveShop(...parameters: Parameters<typeof serve>): Promise<Endpoint> {
    const shop = await serve(...parameters);
    closing.push(() => shop.close());
    return shop;
  }

  /** Starts a TCP server that sends the same to every client. */
  async function serveRaw(respond: (write: (text: string) => void) => void): Promise<string> {
    const server: Server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        respond((text) => {
          if (socket.writable) socket.write(text);
        });
      });
      closing.push(() => Promise.resolve(socket.destroy()));
    });
    server.listen(0, PUBLIC);
    await once(server, "listening");
    closing.push(async () => Promise.resolve(server.close()));
    return `http://${PUBLIC}:${(server.address() as AddressInfo).port}/`;
  }

  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("probes a local endpoint if private addresses are allowed", async () => {
    const guard = guardOf({ allowPrivate: true });

    expect(await probe(victim.url, guard)).to.deep.include({ amount: 5n, maxTimeoutSeconds: 60 });
    expect((await probe(`http://localhost:${victim.port}/`, guard)).payTo.toLowerCase()).to.equal(PAY_TO);
    expect(victim.connections()).to.equal(2);
  });

  describe("given that only public addresses are allowed", () => {
    const spellings = [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "0x7f.0.0.1",
      "127.0.0.1.",
      "0.0.0.0",
      "0",
      "%31%32%37.0.0.1",
      "１２７.0.0.1",
      "[::1]",
      "[::]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[64:ff9b::127.0.0.1]",
      "[2002:7f00:1::]",
    ];
    for (const host of spellings) {
      it(`never connects to ${host}`, async () => {
        const code = await codeOf(probe(`http://${host}:${victim.port}/`, guardWith()));

        expect(code).to.equal("refused_address");
        expect(victim.connections()).to.equal(0);
      });
    }

    it("never connects to a name with a private address", async () => {
      const guard = guardWith({ "shop.example": ["127.0.0.1"] });

      expect(await codeOf(probe(`http://shop.example:${victim.port}/`, guard))).to.equal("refused_address");
      expect(victim.connections()).to.equal(0);
    });

    it("never connects to a name that has both a public and a private address", async () => {
      const guard = guardWith({ "shop.example": [PUBLIC, "127.0.0.1"] });

      expect(await codeOf(probe(`http://shop.example:${victim.port}/`, guard))).to.equal("refused_address");
      expect(victim.connections()).to.equal(0);
    });

    it("does not resolve localhost", async () => {
      const guard = { ...guardOf({ allowPrivate: false }), allowHttp: true };

      expect(await codeOf(probe(`http://localhost:${victim.port}/`, guard))).to.be.oneOf([
        "unreachable",
        "refused_address",
      ]);
      expect(victim.connections()).to.equal(0);
    });

    it("connects to the address that it checked, even if DNS changes (DNS rebinding)", async () => {
      // Same port as the victim, which a second resolution would lead to.
      const shop = await serveShop(
        requirePayment(() => header),
        PUBLIC,
        victim.port,
      );
      let lookups = 0;
      const guard = { ...guardWith(), resolve: () => Promise.resolve([lookups++ === 0 ? PUBLIC : "127.0.0.1"]) };

      expect((await probe(`http://shop.example:${victim.port}/`, guard)).amount).to.equal(5n);
      expect(lookups).to.equal(1);
      expect(shop.connections()).to.equal(1);
      expect(victim.connections()).to.equal(0);
    });

    for (const host of ["127.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]", "inner.example"]) {
      it(`follows no redirect to ${host}`, async () => {
        const shop = await serveShop((_request, response) => {
          response.writeHead(302, { location: `http://${host}:${victim.port}/` }).end();
        }, PUBLIC);
        const guard = guardWith({ "shop.example": [PUBLIC], "inner.example": ["127.0.0.1"] });

        expect(await codeOf(probe(`http://shop.example:${shop.port}/`, guard))).to.equal("refused_address");
        expect(shop.connections()).to.equal(1);
        expect(victim.connections()).to.equal(0);
      });
    }

    for (const location of ["file:///etc/passwd", "http://a:b@shop.example/", "http://[", "gopher://x/"]) {
      it(`follows no redirect to ${location}`, async () => {
        const shop = await serveShop((_request, response) => {
          response.writeHead(302, { location }).end();
        }, PUBLIC);

        expect(await codeOf(probe(shop.url, guardWith()))).to.equal("refused_address");
      });
    }

    it("follows three redirects and no fourth", async () => {
      let left = 0;
      const shop = await serveShop((request, response) => {
        if (left-- > 0) response.writeHead(307, { location: `${request.url ?? ""}x` }).end();
        else response.writeHead(402, { "PAYMENT-REQUIRED": header }).end();
      }, PUBLIC);

      left = 3;
      expect((await probe(shop.url, guardWith())).amount).to.equal(5n);
      left = 4;
      expect(await codeOf(probe(shop.url, guardWith()))).to.equal("too_many_redirects");
      expect(shop.connections()).to.equal(8);
    });

    it("downloads no registration file from a private address, nor through a redirect to one", async () => {
      const shop = await serveShop((_request, response) => {
        response.writeHead(302, { location: victim.url }).end();
      }, PUBLIC);
      const options = { fetch: safeFetch(guardWith()), allowHttp: true };

      for (const uri of [victim.url, shop.url]) {
        expect(await errorOf(readAgentUri(uri, options))).to.include({ code: "RegistrationUnreachable" });
      }
      expect(shop.connections()).to.equal(1);
      expect(victim.connections()).to.equal(0);
    });
  });

  it("sends the host name, and nothing that identifies the caller", async () => {
    let seen: Record<string, unknown> = {};
    const shop = await serveShop((request, response) => {
      seen = request.headers;
      response.writeHead(402, { "PAYMENT-REQUIRED": header, "set-cookie": "a=b" }).end();
    }, PUBLIC);
    const url = `http://shop.example:${shop.port}/`;
    const guard = guardWith({ "shop.example": [PUBLIC] });

    await probe(url, guard);
    await probe(url, guard);

    expect(seen).to.have.all.keys("accept", "accept-encoding", "connection", "host", "user-agent");
    expect(seen).to.include({ host: `shop.example:${shop.port}`, "accept-encoding": "identity" });
  });

  it("sends the host name in TLS, and rejects a self-signed certificate", async () => {
    const names: string[] = [];
    const respond = requirePayment(() => header);
    const server = createSecureServer({
      ...SELF_SIGNED,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    server.on("request", respond);
    server.listen(0, PUBLIC);
    await once(server, "listening");
    closing.push(async () => Promise.resolve(server.close()));
    const { port } = server.address() as AddressInfo;

    const code = await codeOf(probe(`https://shop.example:${port}/`, guardWith({ "shop.example": [PUBLIC] })));

    expect(code).to.equal("unreachable");
    expect(names).to.deep.equal(["shop.example"]);
  });

  it("times out on a response that arrives one byte at a time", async () => {
    const url = await serveRaw((write) => {
      write("HTTP/1.1 402 Payment Required\r\n");
      const drip = setInterval(() => {
        write("x");
      }, 20);
      closing.push(() => {
        clearInterval(drip);
        return Promise.resolve();
      });
    });

    expect(await codeOf(probe(url, guardWith(), 300))).to.equal("timeout");
  });

  it("times out on a server that sends nothing, and on a name that is never resolved", async () => {
    const url = await serveRaw(() => undefined);
    const guard = { ...guardWith(), resolve: () => new Promise<string[]>(() => undefined) };

    expect(await codeOf(probe(url, guardWith(), 200))).to.equal("timeout");
    expect(await codeOf(probe("http://shop.example/", guard, 200))).to.equal("timeout");
  });

  it("reads the price without the body, and closes the connection", async () => {
    let closed: Promise<unknown> | undefined;
    const shop = await serveShop((_request, response) => {
      closed = once(response, "close");
      response.writeHead(402, { "PAYMENT-REQUIRED": header });
      // Never ends.
      response.write(Buffer.alloc(1_000_000));
    }, PUBLIC);

    expect((await probe(shop.url, guardWith(), 60_000)).amount).to.equal(5n);
    await closed;
  });

  it("reads a price from a long header", async () => {
    const long = paymentRequiredHeader(ASSET_ID, 5n, PAY_TO, { extra: { note: "x".repeat(20_000) } });
    const shop = await serveShop(
      requirePayment(() => long),
      PUBLIC,
    );

    expect((await probe(shop.url, guardWith())).amount).to.equal(5n);
  });

  it("rejects headers that are too large", async () => {
    const url = await serveRaw((write) => {
      write(`HTTP/1.1 402 Payment Required\r\nPAYMENT-REQUIRED: ${"A".repeat(40_000)}\r\n\r\n`);
    });

    expect(await codeOf(probe(url, guardWith()))).to.equal("too_large");
  });

  it("stops reading a file that never ends", async () => {
    let written = 0;
    const shop = await serveShop((_request, response) => {
      const more = (): void => {
        if (response.destroyed) return;
        written += 16_384;
        if (response.write(Buffer.alloc(16_384, " "))) setImmediate(more);
        else response.once("drain", more);
      };
      more();
    }, PUBLIC);

    const error = await errorOf(safeFetch(guardWith())(shop.url));

    expect(error).to.include({ code: "too_large" });
    expect(written).to.be.lessThan(50_000_000);
  });

  it("does not decompress a compressed body", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const shop = await serveShop((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    }, PUBLIC);

    const response = await safeFetch(guardWith())(shop.url);

    expect((await response.arrayBuffer()).byteLength).to.equal(bomb.length);
  });

  it("treats a protocol upgrade and invalid HTTP as unreachable", async () => {
    const switching = await serveRaw((write) => {
      write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    });
    const nonsense = await serveRaw((write) => {
      write("220 mail ready\r\n");
    });

    expect(await codeOf(probe(switching, guardWith()))).to.equal("unreachable");
    expect(await codeOf(probe(nonsense, guardWith()))).to.equal("unreachable");
  });

  const wrong: [string, number, string | undefined, string][] = [
    ["another status", 200, header, "unexpected_status"],
    ["no header", 402, undefined, "no_offer"],
    ["a header that is not base64", 402, "{}", "no_offer"],
    ["a header without requirements", 402, Buffer.from('{"x402Version":2}').toString("base64"), "no_offer"],
    ["another chain", 402, paymentRequiredHeader(ASSET_ID, 5n, PAY_TO, { network: "eip155:1" }), "other_asset"],
    ["another coin", 402, paymentRequiredHeader(ASSET_ID, 5n, PAY_TO, { asset: PAY_TO }), "other_asset"],
    ["another scheme", 402, paymentRequiredHeader(ASSET_ID, 5n, PAY_TO, { scheme: "upto" }), "other_asset"],
    ["an invalid amount", 402, paymentRequiredHeader(ASSET_ID, "1.5", PAY_TO), "other_asset"],
    ["an invalid payee", 402, paymentRequiredHeader(ASSET_ID, 5n, "me"), "other_asset"],
  ];
  for (const [what, status, value, code] of wrong) {
    it(`rejects a response with ${what} as ${code}`, async () => {
      const shop = await serveShop((_request, response) => {
        response.writeHead(status, value === undefined ? {} : { "PAYMENT-REQUIRED": value }).end();
      }, PUBLIC);

      expect(await codeOf(probe(shop.url, guardWith()))).to.equal(code);
    });
  }
});
