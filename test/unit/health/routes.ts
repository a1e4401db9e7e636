import { expect } from "chai";
import { Metrics } from "../../../packages/health/src/metrics.js";
import { healthRoutes, type Readiness } from "../../../packages/health/src/routes.js";
import { startHealthServer } from "../../../packages/health/src/server.js";

const READY: Readiness & { block: number } = { ready: true, reasons: [], block: 7 };

/** Runs with a program that is watched. */
async function withProgram(
  run: (parts: { metrics: Metrics; ask: (path: string, method?: string) => Promise<Response> }) => Promise<void>,
  readiness: () => Promise<Readiness> = () => Promise.resolve(READY),
): Promise<void> {
  const metrics = new Metrics("keeper");
  const server = await startHealthServer(healthRoutes({ readiness, metrics }));
  try {
    await run({ metrics, ask: (path, method = "GET") => fetch(server.url + path, { method }) });
  } finally {
    await server.close();
  }
}

const linesOf = async (response: Response) => (await response.text()).split("\n");

describe("healthRoutes", () => {
  it("say that the process lives, also while it is not ready", () =>
    withProgram(
      async ({ ask }) => {
        const response = await ask("/livez");
        expect([response.status, await response.json()]).to.deep.equal([200, { live: true }]);
      },
      () => Promise.resolve({ ready: false, reasons: ["The node does not respond."] }),
    ));

  it("say that it is ready, and what that depends on", () =>
    withProgram(async ({ ask }) => {
      const response = await ask("/readyz");
      expect([response.status, await response.json()]).to.deep.equal([200, READY]);
      expect(response.headers.get("cache-control")).to.equal("no-store");
      expect(await linesOf(await ask("/metrics"))).to.include("servicecoin_keeper_ready 1");
    }));

  it("say why it is not ready, with status 503", async () => {
    const reasons = ["The node does not respond.", "The journal cannot be written."];
    await withProgram(
      async ({ ask }) => {
        const response = await ask("/readyz");
        expect([response.status, await response.json()]).to.deep.equal([503, { ready: false, reasons }]);
        expect(await linesOf(await ask("/metrics"))).to.include("servicecoin_keeper_ready 0");
      },
      () => Promise.resolve({ ready: false, reasons }),
    );
  });

  it("tell nothing of an error by which that cannot be read", () =>
    withProgram(
      async ({ ask }) => {
        const response = await ask("/readyz");
        expect(response.status).to.equal(503);
        expect(await response.text()).to.not.include("secret");
      },
      () => Promise.reject(new Error("secret.example refused the key")),
    ));

  it("return metrics of the program and of its process, each under the name of the program", () =>
    withProgram(async ({ metrics, ask }) => {
      metrics.gauge("due_duties", "Duties that are due.", () => 3);
      metrics.gauge("balance_ether", "Ether of the account.", () => Promise.reject(new Error("No response.")));
      metrics.total("blocks_total", "Blocks read.", () => Promise.resolve(12));
      metrics.counter({ name: "sent_total", help: "Transactions.", labelNames: ["kind"] }).inc({ kind: "claim" }, 2);
      metrics.histogram({ name: "round_seconds", help: "Seconds of a round." }, [1, 5]).observe(2);
      for (const collection of [1, 2]) {
        const response = await ask("/metrics");
        expect(response.headers.get("content-type"), String(collection)).to.match(/^text\/plain; version=0\.0\.4/);
        expect(await linesOf(response)).to.include.members([
          "# TYPE servicecoin_keeper_due_duties gauge",
          "servicecoin_keeper_due_duties 3",
          "servicecoin_keeper_balance_ether Nan",
          "# TYPE servicecoin_keeper_blocks_total counter",
          "servicecoin_keeper_blocks_total 12",
          'servicecoin_keeper_sent_total{kind="claim"} 2',
          'servicecoin_keeper_round_seconds_bucket{le="5"} 1',
        ]);
      }
      expect(await (await ask("/metrics")).text()).to.include("process_cpu_seconds_total");
    }));

  it("allow GET and HEAD on these paths only", () =>
    withProgram(async ({ ask }) => {
      const head = await ask("/readyz?verbose", "HEAD");
      expect([head.status, await head.text()]).to.deep.equal([200, ""]);
      const post = await ask("/metrics", "POST");
      expect([post.status, post.headers.get("allow")]).to.deep.equal([405, "GET, HEAD"]);
      expect((await ask("/status")).status).to.equal(404);
    }));
});
