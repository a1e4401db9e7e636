import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildCli, MAIN } from "../fixtures/cli.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { readPanelQueries, readRules, readRuleTests } from "../fixtures/operator.js";
import { start, type Running } from "../fixtures/processes.js";
import { readQuery, type Selector } from "../fixtures/promql.js";
import { readScrape, type Scrape } from "../fixtures/scrape.js";

/** What Prometheus itself adds: labels of each target, and series of its own. */
const TARGET = ["job", "instance"];
const OWN: Scrape = new Map([
  ["up", { type: "gauge", samples: [{}] }],
  ["ALERTS", { type: "gauge", samples: [{ alertname: "", alertstate: "", severity: "" }] }],
]);

onANode("operator: metrics", (live) => {
  const running: Running[] = [];
  let folder: string;

  before(buildCli);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-operator-"));
    await writeFile(path.join(folder, "deployment.json"), JSON.stringify(live().deployment));
  });

  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      child.kill("SIGKILL");
      await ended;
    }
    await rm(folder, { recursive: true });
  });

  /** Starts a program of the command line, on any free port. @returns What it prints as JSON. */
  async function run(...args: string[]): Promise<Record<string, string>> {
    const typed = [MAIN, ...args, "--port", "0", "--deployment", path.join(folder, "deployment.json"), "--json"];
    const env = { SERVICECOIN_RPC_URL: live().node.url, XDG_STATE_HOME: folder, SERVICECOIN_DATA: folder };
    const one = start(process.execPath, typed, env);
    running.push(one);
    await one.says("\n}\n");
    return JSON.parse(one.stdout()) as Record<string, string>;
  }

  /** Starts the four programs, makes each label occur, and collects the metrics of all. */
  async function scrape(): Promise<Scrape> {
    const { api = "" } = await run("index");
    const [facilitator, keeper, monitor] = await Promise.all([
      run("facilitator", "--account", "9", "--log-level", "silent"),
      run("keeper", "--account", "8", "--indexer", api, "--log-level", "silent"),
      run("monitor", "--indexer", api, "--log-level", "silent"),
    ]);
    const metricsAt = async (url = "") => (await fetch(`${url}/metrics`)).text();
    for (const place of ["verify", "settle"]) await fetch(`${facilitator.url ?? ""}/${place}`, { method: "POST" });
    await until(async () => (await metricsAt(keeper.url)).includes("servicecoin_keeper_due{"));
    await until(async () => (await metricsAt(monitor.url)).includes("servicecoin_monitor_alerts_open{"));
    const texts = await Promise.all([api, facilitator.url, keeper.url, monitor.url].map(metricsAt));
    return new Map([...OWN, ...texts.flatMap((text) => [...readScrape(text)])]);
  }

  it("are served under each name and label that dashboard, alerts and their tests use", async function () {
    this.timeout(120_000);
    const served = await scrape();
    const queries = [
      ...readPanelQueries().map(({ title, expr }) => ({ where: `panel ${title}`, expr })),
      ...readRules().map(({ alert, expr }) => ({ where: alert, expr })),
      ...readRuleTests().flatMap((test) =>
        test.input_series.map(({ series }) => ({ where: `test of ${series}`, expr: series })),
      ),
    ];
    expect(queries).to.have.length.above(100);
    expect(
      queries.flatMap(({ where, expr }) => faultsOf(expr, served).map((fault) => `${where}: ${fault}`)),
    ).to.deep.equal([]);
    for (const wrong of [
      "no_such_metric",
      'up{nowhere="1"}',
      "sum by (nowhere) (up)",
      "servicecoin_keeper_due{duty='x'}",
    ]) {
      expect(faultsOf(wrong, served), wrong).to.have.length(1);
    }
  });
});

/** What a query names that no program serves. */
function faultsOf(expr: string, served: Scrape): string[] {
  const { selectors, groupings } = readQuery(expr);
  return [
    ...selectors.flatMap((selector) => faultsOfSelector(selector, served)),
    ...groupings.flatMap(({ labels, selectors: grouped }) => {
      const known = new Set(grouped.flatMap(({ metric }) => labelsOf(metric, served)));
      return labels.filter((label) => !known.has(label)).map((label) => `no label ${label} in ${expr}`);
    }),
  ];
}

function faultsOfSelector({ metric, matchers }: Selector, served: Scrape): string[] {
  const family = served.get(metric);
  if (family === undefined) return [`no metric ${metric}`];
  const known = labelsOf(metric, served);
  const unknown = matchers
    .filter(({ label }) => !known.includes(label))
    .map(({ label }) => `no label ${label} in ${metric}`);
  // Series of keeper and monitor exist from the start, so that a value that none has is a mistake.
  const isClosed = /^servicecoin_(keeper|monitor)_/.test(metric) && family.samples.length > 0;
  const values = matchers.filter(({ label, op, value }) => {
    if (!isClosed || op !== "=" || !known.includes(label) || TARGET.includes(label)) return false;
    // The channel of the log is the only one that needs no settings.
    return label !== "channel" && !family.samples.some((sample) => sample[label] === value);
  });
  return [...unknown, ...values.map(({ label, value }) => `no ${label} ${value} in ${metric}`)];
}

function labelsOf(metric: string, served: Scrape): string[] {
  return [...TARGET, ...new Set((served.get(metric)?.samples ?? []).flatMap((sample) => Object.keys(sample)))];
}
