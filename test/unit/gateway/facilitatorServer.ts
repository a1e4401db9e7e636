import { once } from "node:events";
import { connect as openSocket, type AddressInfo } from "node:net";
import type { Server } from "node:http";
import { Router } from "express";
import { expect } from "chai";
import { pino } from "pino";
import { FacilitatorMetrics } from "../../../packages/gateway/src/facilitator/metrics.js";
import { facilitatorApp, type ServerParts } from "../../../packages/gateway/src/facilitator/server.js";
import type { Health } from "../../../packages/gateway/src/facilitator/health.js";
import { SettlementError } from "../../../packages/gateway/src/settlement/errors.js";

const PAYER = `0x${"aa".repeat(20)}`;
const NONCE = `0x${"bb".repeat(32)}`;
const SIGNATURE = `0x${"cc".repeat(65)}`;
const REQUIREMENTS = {
  ...{ scheme: "exact", network: "eip155:31337", asset: `0x${"11".repeat(20)}`, amount: "5" },
  ...{ payTo: `0x${"22".repeat(20)}`, maxTimeoutSeconds: 60, extra: {} },
};
const PAYLOAD = {
  x402Version: 2,
  accepted: REQUIREMENTS,
  payload: { signature: SIGNATURE, authorization: { from: PAYER, nonce: NONCE } },
};
const ASKED = { x402Version: 2, paymentPayload: PAYLOAD, paymentRequirements: REQUIREMENTS };
const SETTLED = { success: true, transaction: "0xhash", network: "eip155:31337" as const, payer: PAYER };
const HEALTH: Health = {
  healthy: true,
  node: { reachable: true, chainId: "31337", expected: "31337", block: 1 },
  journal: { writable: true },
  account: { address: PAYER, balance: "2", least: "1", funded: true },
  ...{ payments: 0, batches: 0, capacity: 10 },
};

interface Served {
  ask: (path: string, body?: unknown, method?: string) => Promise<{ status: number; headers: Headers; body: unknown }>;
  text: (path: string) => Promise<string>;
  /** Lines of the log. */
  lines: Record<string, unknown>[];
  /** The whole log. */
  log: () => string;
  port: number;
}

/** Runs with a server whose facilitator accepts every payment. */
async function withServer(changes: Partial<ServerParts>, run: (served: Served) => Promise<void>): Promise<void> {
  let written = "";
  const metrics = new FacilitatorMetrics({ load: () => HEALTH, balance: () => Promise.resolve(10n ** 18n) });
  const app = facilitatorApp({
    facilitator: {
      verify: () => Promise.resolve({ isValid: true, payer: PAYER }),
      settle: () => Promise.resolve(SETTLED),
      getSupported: () => ({ kinds: [], extensions: [], signers: {} }),
    },
    network: "eip155:31337",
    obstacle: () => undefined,
    health: () => Promise.resolve(HEALTH),
    metrics,
    log: pino({ level: "debug" }, { write: (line: string) => (written += line) }),
    ...changes,
  });
  const server: Server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  try {
    await run({
      port,
      ask: async (path, body, method = body === undefined ? "GET" : "POST") => {
        const text = typeof body === "string" ? body : JSON.stringify(body);
        const init =
          body === undefined ? { method } : { method, body: text, headers: { "content-type": "application/json" } };
        const response = await fetch(url + path, init);
        return { status: response.status, headers: response.headers, body: await response.json() };
      },
      text: async (path) => (await fetch(url + path)).text(),
      get lines() {
        return written
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line) as Record<string, unknown>);
      },
      log: () => written,
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Returns a facilitator that fails. */
const failing = (error: Error): ServerParts["facilitator"] => ({
  verify: () => Promise.reject(error),
  settle: () => Promise.reject(error),
  getSupported: () => ({ kinds: [], extensions: [], signers: {} }),
});

describe("facilitatorApp", () => {
  it("returns the responses of the facilitator", () =>
    withServer({}, async ({ ask }) => {
      expect(await ask("/verify", ASKED)).to.deep.include({ status: 200, body: { isValid: true, payer: PAYER } });
      expect(await ask("/settle", ASKED)).to.deep.include({ status: 200, body: SETTLED });
      expect(await ask("/supported")).to.deep.include({ status: 200 });
    }));

  const malformed: [title: string, body: unknown][] = [
    ["an empty object", {}],
    ["a list", []],
    ["another version of the protocol", { ...ASKED, paymentPayload: { ...PAYLOAD, x402Version: 1 } }],
    ["a request without requirements", { ...ASKED, paymentRequirements: undefined }],
    ["a malformed payload", { ...ASKED, paymentPayload: "x" }],
  ];
  for (const [title, body] of malformed) {
    it(`rejects ${title} with invalid_payload`, () =>
      withServer({}, async ({ ask }) => {
        const verify = await ask("/verify", body);
        expect([verify.status, verify.body]).to.deep.include(400);
        expect(verify.body).to.include({ error: "invalid_payload", isValid: false, invalidReason: "invalid_payload" });
        const settle = await ask("/settle", body);
        expect(settle.status).to.equal(400);
        expect(settle.body).to.include({ error: "invalid_payload", success: false, errorReason: "invalid_payload" });
      }));
  }

  it("rejects invalid JSON and large requests", () =>
    withServer({}, async ({ ask, log }) => {
      for (const path of ["/verify", "/settle"]) {
        const broken = await ask(path, "{");
        expect([broken.status, (broken.body as { error: string }).error]).to.deep.equal([400, "invalid_json"]);
        const large = await ask(path, { ...ASKED, more: "x".repeat(70_000) });
        expect([large.status, (large.body as { error: string }).error]).to.deep.equal([413, "request_too_large"]);
        expect(JSON.stringify([broken.body, large.body])).to.not.include("    at ");
      }
      expect(log()).to.not.include('"level":50');
    }));

  it("rejects other paths and methods", () =>
    withServer({}, async ({ ask }) => {
      expect(await ask("/nothing")).to.deep.include({ status: 404 });
      expect(await ask("/discovery/resources")).to.deep.include({ status: 404 });
      for (const path of ["/verify", "/settle"]) {
        const { status, headers, body } = await ask(path);
        expect([status, headers.get("allow"), (body as { error: string }).error]).to.deep.equal([
          ...[405, "POST", "method_not_allowed"],
        ]);
      }
      for (const path of ["/supported", "/healthz", "/livez", "/readyz", "/metrics"]) {
        const { status, headers } = await ask(path, {});
        expect([status, headers.get("allow")]).to.deep.equal([405, "GET, HEAD"]);
      }
    }));

  it("returns reasons for an unsupported scheme and network", () =>
    withServer({}, async ({ ask }) => {
      const other = (changes: object) => ({ ...ASKED, paymentRequirements: { ...REQUIREMENTS, ...changes } });
      const scheme = other({ scheme: "upto" });
      const network = other({ network: "eip155:1" });
      expect((await ask("/verify", scheme)).body).to.include({ isValid: false, invalidReason: "unsupported_scheme" });
      expect((await ask("/verify", network)).body).to.include({ isValid: false, invalidReason: "invalid_network" });
      const { status, body } = await ask("/settle", network);
      expect(status).to.equal(200);
      expect(body).to.include({ success: false, errorReason: "invalid_network", network: "eip155:1" });
    }));

  describe("given no free capacity", () => {
    const full = new SettlementError("QueueFull", "Full.");

    it("responds with facilitator_busy to verifications, too, so that no handler runs in vain", () =>
      withServer({ obstacle: () => full, facilitator: failing(full) }, async ({ ask, text }) => {
        for (const path of ["/verify", "/settle"]) {
          const { status, headers, body } = await ask(path, ASKED);
          expect([status, headers.get("retry-after")]).to.deep.equal([503, "1"]);
          expect(body).to.include({ error: "facilitator_busy" });
        }
        const metrics = await text("/metrics");
        expect(metrics).to.include('verifications_total{outcome="refused",reason="facilitator_busy"} 1');
        expect(metrics).to.include('settlements_total{outcome="refused",reason="facilitator_busy"} 1');
      }));

    it("also responds in the shape of x402", () =>
      withServer({ obstacle: () => full, facilitator: failing(full) }, async ({ ask }) => {
        expect((await ask("/verify", ASKED)).body).to.include({ isValid: false, invalidReason: "facilitator_busy" });
        expect((await ask("/settle", ASKED)).body).to.include({
          ...{ success: false, errorReason: "facilitator_busy", transaction: "", network: "eip155:31337" },
        });
      }));
  });

  const faults: [error: Error, message: RegExp][] = [
    [new SettlementError("Stopping", "x"), /stops/],
    [new SettlementError("JournalUnwritable", "x"), /journal/],
    [new SettlementError("FeesTooHigh", "x"), /Gas costs more/],
    [new Error(`fetch failed ${SIGNATURE} http://node.example/secret`), /cannot reach the chain/],
  ];
  for (const [error, message] of faults) {
    it(`responds with facilitator_unavailable and the cause: ${message.source}`, () =>
      withServer({ facilitator: failing(error) }, async ({ ask, log }) => {
        for (const path of ["/verify", "/settle"]) {
          const { status, headers, body } = await ask(path, ASKED);
          expect([status, headers.get("retry-after")]).to.deep.equal([503, "5"]);
          expect(body).to.include({ error: "facilitator_unavailable" });
          expect((body as { message: string }).message).to.match(message);
          expect(JSON.stringify(body)).to.not.include("secret");
        }
        expect(log()).to.not.include("secret");
        expect(log()).to.not.include(SIGNATURE);
      }));
  }

  it("hides an internal error, and logs it", () =>
    withServer({ health: () => Promise.reject(new TypeError("inside")) }, async ({ ask, log }) => {
      const { status, body } = await ask("/healthz");
      expect([status, body]).to.deep.equal([
        500,
        { error: "internal_error", message: "This is a fault of the facilitator." },
      ]);
      expect(log()).to.include("inside");
    }));

  it("reports its health", async () => {
    await withServer({}, async ({ ask }) => {
      expect(await ask("/healthz")).to.deep.include({ status: 200, body: HEALTH });
    });
    const unhealthy = { ...HEALTH, healthy: false };
    await withServer({ health: () => Promise.resolve(unhealthy) }, async ({ ask }) => {
      expect(await ask("/healthz")).to.deep.include({ status: 503, body: unhealthy });
    });
  });

  it("says that it lives, whether it is ready, and why not", async () => {
    const { healthy: _healthy, ...state } = HEALTH;
    await withServer({}, async ({ ask, text }) => {
      expect(await ask("/readyz")).to.deep.include({ status: 200, body: { ready: true, reasons: [], ...state } });
      expect(await text("/metrics")).to.include("servicecoin_facilitator_ready 1");
    });
    const unready: [reason: string, changes: Partial<Health>][] = [
      ["The node does not respond.", { node: { ...HEALTH.node, reachable: false, chainId: null, block: null } }],
      ["The node is on chain 1, not on 31337.", { node: { ...HEALTH.node, chainId: "1" } }],
      ["The journal cannot be written.", { journal: { writable: false } }],
      [
        `The account ${PAYER} has 0.1 ether, less than 0.5.`,
        { account: { ...HEALTH.account, balance: String(10n ** 17n), least: String(5n * 10n ** 17n), funded: false } },
      ],
      ["It is stopping.", {}],
    ];
    for (const [reason, changes] of unready) {
      const health = () => Promise.resolve({ ...HEALTH, ...changes, healthy: false });
      await withServer({ health }, async ({ ask, text }) => {
        const { status, body } = await ask("/readyz");
        expect([status, body]).to.deep.equal([503, { ...state, ...changes, ready: false, reasons: [reason] }]);
        expect((await ask("/livez")).status).to.equal(200);
        expect(await text("/metrics")).to.include("servicecoin_facilitator_ready 0");
      });
    }
  });

  it("counts verifications", () =>
    withServer({}, async ({ ask, text }) => {
      await ask("/verify", ASKED);
      await ask("/verify", {});
      const metrics = await text("/metrics");
      expect(metrics).to.include('servicecoin_facilitator_verifications_total{outcome="valid",reason=""} 1');
      expect(metrics).to.include('verifications_total{outcome="refused",reason="invalid_payload"} 1');
      expect(metrics).to.include("servicecoin_facilitator_account_balance_ether 1");
      expect(metrics).to.include("servicecoin_facilitator_capacity_payments 10");
      expect(metrics).to.include("process_cpu_seconds_total");
    }));

  it("logs one line for each request, without signatures", () =>
    withServer({}, async (served) => {
      await served.ask("/verify", ASKED);
      await served.ask("/settle", ASKED);
      await served.ask("/healthz");
      const lines = served.lines.map(({ ms, time, pid, hostname, ...rest }) => {
        expect([typeof ms, typeof time, typeof pid, typeof hostname]).to.deep.equal([
          ...["number", "number", "number", "string"],
        ]);
        return rest;
      });
      const named = { level: 30, method: "POST", status: 200, msg: "request", payer: PAYER, nonce: NONCE };
      expect(lines).to.deep.equal([
        { ...named, path: "/verify", result: "valid" },
        { ...named, path: "/settle", result: "settled", transaction: "0xhash" },
        { level: 20, method: "GET", path: "/healthz", status: 200, msg: "request" },
      ]);
      expect(served.log()).to.not.include(SIGNATURE);
    }));

  it("logs a line for a client that disconnects", () => {
    const slow = { ...failing(new Error("x")), settle: () => new Promise<never>(() => undefined) };
    return withServer({ facilitator: slow }, async (served) => {
      const socket = openSocket(served.port, "127.0.0.1");
      const body = JSON.stringify(ASKED);
      const type = "Content-Type: application/json";
      const head = `POST /settle HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: ${body.length}`;
      socket.write(`${head}\r\n\r\n${body}`);
      setTimeout(() => socket.destroy(), 50);
      while (served.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(served.lines[0]).to.include({ path: "/settle", aborted: true, payer: PAYER });
    });
  });

  it("delegates paths below /discovery", () => {
    const discovery = Router().get("/resources", (_request, response) => {
      response.json({ items: [] });
    });
    return withServer({ discovery }, async ({ ask }) => {
      expect(await ask("/discovery/resources")).to.deep.include({ status: 200, body: { items: [] } });
      expect(await ask("/discovery/other")).to.deep.include({ status: 404 });
    });
  });
});
