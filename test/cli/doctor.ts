import { expect } from "chai";
import { formatEther, Wallet } from "ethers";
import path from "node:path";
import { startFacilitator } from "@servicecoin/gateway";
import { createIndexerClient } from "@servicecoin/indexer/client";
import { readPolicy, startKeeper } from "@servicecoin/keeper";
import { readMonitorSettings, startMonitor } from "@servicecoin/monitor";
import { createClient, type Deployment } from "@servicecoin/sdk";
import { pino } from "pino";
import { EVERYTHING, withKeepers } from "../fixtures/keeper.js";
import { runCli } from "../fixtures/cli.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { freePort } from "../fixtures/freePort.js";

interface Check {
  name: string;
  state: string;
  detail: string;
  fix?: string;
}

onANode("cli: doctor and the programs beside the node", (live) => {
  const cli = withCli(live);
  const kept = withKeepers(live);
  const stops: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function examine(...args: string[]): Promise<{ code: number | null; isFine: boolean; of: Map<string, Check> }> {
    const env = { SERVICECOIN_RPC_URL: live().node.url, SERVICECOIN_INDEXER_URL: kept().index };
    const { code, stdout } = await runCli(["doctor", "--json", ...args], { cwd: cli().folder, env });
    const { isFine, checks } = JSON.parse(stdout) as { isFine: boolean; checks: Check[] };
    return { code, isFine, of: new Map(checks.map((check) => [check.name, check])) };
  }

  async function keeperOf(account: Wallet, deployment: Deployment): Promise<string> {
    const client = createClient(account.connect(live().provider), deployment);
    const running = await startKeeper({
      ...{ client, index: kept().index, policy: readPolicy(undefined, EVERYTHING), port: 0, interval: 50 },
      journal: path.join(kept().folder, `${account.address}.journal`),
    });
    stops.push(() => running.stop());
    return running.url;
  }

  const isReady = (url: string) => until(async () => (await fetch(`${url}/readyz`)).status === 200);

  it("says of each that it is ready, and what it has", async () => {
    const { deployment, provider } = live();
    const client = await live().client("stranger");
    const facilitator = await startFacilitator({ client, journal: path.join(kept().folder, "payments"), port: 0 });
    stops.push(() => facilitator.stop());
    const monitor = await startMonitor({
      ...{ client, provider, expected: deployment, index: createIndexerClient(kept().index), channels: [] },
      ...{ rules: readMonitorSettings(undefined).rules.filter(({ rule }) => rule.name === "owners"), port: 0 },
      ...{ state: path.join(kept().folder, "monitor.json"), interval: 1, log: pino({ level: "silent" }) },
    });
    stops.push(() => monitor.stop());
    const keeper = await keeperOf(new Wallet(live().wallet("provider").privateKey), deployment);
    for (const url of [facilitator.url, monitor.url, keeper]) await isReady(url);
    const args = ["--facilitator", facilitator.url, "--monitor", monitor.url, "--keeper", keeper];
    const { code, isFine, of } = await examine(...args);
    const block = await provider.getBlockNumber();
    const balance = formatEther(await provider.getBalance(facilitator.account));
    expect([...of.values()].filter(({ name }) => /indexer|facilitator|keeper|monitor/.test(name))).to.deep.equal([
      { name: "indexer", state: "ok", detail: `${kept().index}, block ${block}, ready` },
      {
        ...{ name: "facilitator", state: "ok" },
        detail: `${facilitator.url}, block ${block}, ${balance} ether for gas, ready`,
      },
      { name: "keeper", state: "ok", detail: of.get("keeper")?.detail },
      { name: "monitor", state: "ok", detail: `${monitor.url}, block ${block}, ready` },
    ]);
    expect(of.get("keeper")?.detail).to.match(/, 9999\.\d+ ether for gas, ready$|, 10000\.0 ether for gas, ready$/);
    expect([code, isFine]).to.deep.equal([0, true]);
  });

  it("names what does not answer, what is of another system, and an account without ether", async () => {
    const { deployment } = live();
    const nothing = `http://127.0.0.1:${await freePort()}`;
    const { contracts } = deployment;
    const other = { ...deployment, contracts: { ...contracts, PaymentHub: contracts.Treasury } };
    const foreign = await keeperOf(new Wallet(live().wallet("stranger").privateKey), other);
    const { code, isFine, of } = await examine("--monitor", nothing, "--keeper", foreign);
    expect([code, isFine]).to.deep.equal([2, false]);
    expect(of.get("keeper")).to.include({
      state: "fail",
      detail: `${foreign} works for another deployment, whose PaymentHub is ${contracts.Treasury.address}`,
    });
    expect(of.get("monitor")).to.include({
      ...{ state: "fail", detail: `nothing answers at ${nothing} as a monitor does` },
      fix: 'Start one with "servicecoin monitor", or correct --monitor or SERVICECOIN_MONITOR_URL.',
    });

    const poor = new Wallet(Wallet.createRandom().privateKey);
    const keeper = await keeperOf(poor, deployment);
    await until(async () => {
      const { lastRound } = (await (await fetch(`${keeper}/readyz`)).json()) as { lastRound: object | null };
      return lastRound !== null;
    });
    const checks = await examine("--keeper", keeper);
    expect(checks.of.get("keeper")).to.deep.equal({
      ...{ name: "keeper", state: "warn", detail: `not ready: ${keeper}, 0.0 ether for gas` },
      fix: `Send some ether of this chain to ${poor.address}, which pays for gas.`,
    });
    expect([checks.code, checks.isFine]).to.deep.equal([0, true]);
  });
});
