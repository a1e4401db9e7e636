import { expect } from "chai";
import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { once } from "node:events";
import { parseEther } from "ethers";
import { pino } from "pino";
import type { Alert } from "../../packages/monitor/src/alerts.js";
import type { Channel } from "../../packages/monitor/src/channels/channel.js";
import { mail } from "../../packages/monitor/src/channels/mail.js";
import { webhook } from "../../packages/monitor/src/channels/webhook.js";
import { Monitor, type MonitorOptions } from "../../packages/monitor/src/monitor.js";
import { readMonitorSettings } from "../../packages/monitor/src/settings.js";
import { startMonitor } from "../../packages/monitor/src/startMonitor.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { wholeSystemFixture, type WholeSystem } from "../fixtures/indexedStory.js";
import { startSmtpSink } from "../fixtures/smtpSink.js";

const log = pino({ level: "silent" });
const WATCHED = ["owners", "largePayments", "gas"];

describe("monitor: alerts", () => {
  let system: WholeSystem;
  let folder: string;
  let told: Alert[];
  let isDown: boolean;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(wholeSystemFixture);
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-monitor-"));
    told = [];
    isDown = false;
  });

  afterEach(() => rm(folder, { recursive: true }));

  const channel = (): Channel => ({
    name: "test",
    deliver: async (alert) => {
      if (isDown) throw new Error("down");
      told.push(alert);
      return Promise.resolve();
    },
  });

  const optionsOf = (): MonitorOptions => {
    const rules = {
      largePayments: { least: "1" },
      gas: { accounts: [{ name: "keeper", address: system.stranger.address, least: "1" }] },
    };
    const settings = readMonitorSettings({ name: "rules.json", text: JSON.stringify({ rules }) });
    return {
      ...{ client: createClient(ethers.provider, system.deployment), provider: ethers.provider, log, index: undefined },
      ...{ expected: system.deployment, channels: [channel()], state: path.join(folder, "state.json") },
      rules: settings.rules.filter(({ rule }) => WATCHED.includes(rule.name)),
    };
  };
  const said = () => told.map(({ status, rule }) => `${status} ${rule}`);

  it("tell once that something is wrong, and once that it is over, also across a restart", async () => {
    const { stranger } = system;
    const monitor = await Monitor.open(optionsOf());
    await networkHelpers.setBalance(stranger.address, parseEther("0.5"));
    await networkHelpers.mine();
    await monitor.round();
    await monitor.round();
    expect(said()).to.deep.equal(["firing gas"]);
    const again = await Monitor.open(optionsOf());
    await again.round();
    expect(said()).to.deep.equal(["firing gas"]);
    await networkHelpers.setBalance(stranger.address, parseEther("5"));
    await networkHelpers.mine();
    await again.round();
    await again.round();
    expect(said()).to.deep.equal(["firing gas", "resolved gas"]);
    expect(told[1]?.since).to.equal(told[0]?.since);
  });

  it("tell of each event once, also of those that happened while the monitor was down", async () => {
    const { coin, dave, stranger } = system;
    await (await Monitor.open(optionsOf())).round();
    await coin.connect(dave).transfer(stranger, parseEther("2"));
    const monitor = await Monitor.open(optionsOf());
    await monitor.round();
    await coin.connect(dave).transfer(stranger, parseEther("3"));
    await monitor.round();
    await monitor.round();
    expect(said()).to.deep.equal(["notice largePayments", "notice largePayments"]);
  });

  it("come late but in order when a channel was down, also across a restart", async () => {
    const { coin, dave, stranger } = system;
    const monitor = await Monitor.open(optionsOf());
    await monitor.round();
    isDown = true;
    await coin.connect(dave).transfer(stranger, parseEther("2"));
    await monitor.round();
    await coin.connect(dave).transfer(stranger, parseEther("3"));
    await monitor.round();
    expect(told).to.deep.equal([]);
    isDown = false;
    const state = JSON.parse(await readFile(path.join(folder, "state.json"), "utf8")) as {
      pending: { after: number }[];
    };
    // The pause before the next try is over.
    for (const one of state.pending) one.after = 0;
    await writeFile(path.join(folder, "state.json"), JSON.stringify(state));
    await (await Monitor.open(optionsOf())).round();
    expect(told.map(({ facts }) => facts["amount"])).to.deep.equal([parseEther("2"), parseEther("3")].map(String));
  });

  it("say when a rule cannot be checked, and leave what is open as it is", async () => {
    const { stranger } = system;
    await networkHelpers.setBalance(stranger.address, parseEther("0.5"));
    await networkHelpers.mine();
    const options = optionsOf();
    await (await Monitor.open(options)).round();
    let isBroken = true;
    const valueOf = (target: object, name: string | symbol): unknown => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    };
    const provider = new Proxy(options.provider, {
      get: (target, name) =>
        name === "getBalance" && isBroken ? () => Promise.reject(new Error("header not found")) : valueOf(target, name),
    });
    const monitor = await Monitor.open({ ...options, provider });
    await monitor.round();
    expect(said()).to.deep.equal(["firing gas", "firing unchecked"]);
    expect(told[1]?.message).to.equal("The rule gas cannot be checked: header not found");
    expect(monitor.readiness()).to.deep.equal({ ready: false, reasons: ["rule gas"] });
    isBroken = false;
    await monitor.round();
    expect(said().slice(2)).to.deep.equal(["resolved unchecked"]);
    expect(monitor.readiness().ready).to.equal(true);
  });

  it("say when the node does not answer", async () => {
    const options = optionsOf();
    const monitor = await Monitor.open(options);
    const provider = options.provider as { getBlock: unknown };
    const own = provider.getBlock;
    provider.getBlock = () => Promise.reject(new Error("connect ECONNREFUSED"));
    try {
      await monitor.round();
    } finally {
      provider.getBlock = own;
    }
    await monitor.round();
    expect(said()).to.deep.equal(["firing node", "resolved node"]);
  });

  it("refuse an invalid state file, and name it", async () => {
    const { state } = optionsOf();
    await writeFile(state, "not JSON");
    const error = await Monitor.open(optionsOf()).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).to.equal(`${state} is not the state of a monitor: move it away`);
  });
});

describe("monitor: channels", () => {
  const alert: Alert = {
    ...{ id: "1", status: "firing", rule: "gas", title: "low on ether", severity: "warning", cause: "0x" },
    ...{ message: "keeper has\r\nBcc: thief@example.org", facts: { balance: "1" } },
    ...{ since: "2026-01-01T00:00:00.000Z", at: "2026-01-01T00:00:00.000Z", chainId: "31337" },
  };
  const signal = new AbortController().signal;

  it("sign what the webhook gets with its time, and fail on any other answer than success", async () => {
    const got: { body: string; signature: string }[] = [];
    let status = 204;
    const server: Server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        got.push({
          body: Buffer.concat(chunks).toString(),
          signature: String(request.headers["servicecoin-signature"]),
        });
        response.writeHead(status, { location: "http://127.0.0.1:1" }).end();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const hook = webhook({ url: `http://127.0.0.1:${port}/alerts`, secret: "secret" });
    try {
      await hook.deliver(alert, signal);
      const [{ body, signature } = { body: "", signature: "" }] = got;
      const [, time = "", digest = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
      expect(digest).to.equal(createHmac("sha256", "secret").update(`${time}.${body}`).digest("hex"));
      expect(Math.abs(Number(time) - Date.now() / 1_000) < 60).to.equal(true);
      expect(JSON.parse(body)).to.deep.equal(alert);
      for (status of [302, 500]) {
        const error = await hook.deliver(alert, signal).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(Error);
      }
    } finally {
      server.close();
    }
  });

  it("send mail with one subject line, whatever a text holds", async () => {
    const sink = await startSmtpSink();
    try {
      await mail({ url: sink.url, from: "monitor@example.org", to: ["ops@example.org"] }).deliver(alert, signal);
      const [message = ""] = sink.messages;
      const [head = "", ...body] = message.split("\r\n\r\n");
      expect(head).to.match(/^Subject: \[ServiceCoin\] Warning: keeper has Bcc: thief@example\.org/m);
      expect(head).to.not.match(/^Bcc:/m);
      expect(body.join()).to.include("balance: 1");
    } finally {
      await sink.close();
    }
  });

  it("tell health and metrics while the monitor runs", async () => {
    const system = await networkHelpers.loadFixture(wholeSystemFixture);
    const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-monitor-"));
    const { rules } = readMonitorSettings(undefined);
    const running = await startMonitor({
      ...{ client: createClient(ethers.provider, system.deployment), provider: ethers.provider, log, index: undefined },
      ...{ expected: system.deployment, channels: [], state: path.join(folder, "state.json"), port: 0, interval: 1 },
      rules: rules.filter(({ rule }) => WATCHED.includes(rule.name)),
    });
    try {
      let ready: Response;
      do ready = await fetch(`${running.url}/readyz`);
      while (ready.status !== 200);
      expect(await (await fetch(`${running.url}/metrics`)).text())
        .to.include('servicecoin_monitor_alerts_open{rule="owners",severity="critical"} 0')
        .and.include('servicecoin_monitor_alerts_total{rule="owners",status="firing"} 0')
        .and.include('servicecoin_monitor_rule_failures_total{rule="gas"} 0');
      expect((await fetch(`${running.url}/livez`)).status).to.equal(200);
    } finally {
      await running.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe("monitor: rules file", () => {
  const CASES: [what: string, text: string, message: RegExp][] = [
    ["no JSON", "{", /line \d+: expected valid JSON/],
    [
      "an unknown rule",
      '{\n "rules": {\n  "largePayment": {} } }',
      /line 3, rules\.largePayment: expected no such field/,
    ],
    [
      "a number too large to be exact",
      '{\n "rules": {\n "largePayments": {\n "least": 1e30 } } }',
      /line 4, rules\.largePayments\.least: expected SCV as a decimal number, such as/,
    ],
    [
      "an invalid URL",
      '{ "channels": { "webhook": { "url": "ftp://x" } } }',
      /line 1, channels\.webhook\.url: expected a URL/,
    ],
    ["no list", "[]", /line 1: expected an object with the fields of a monitor's rules/],
  ];
  for (const [what, text, message] of CASES) {
    it(`refuses ${what}, with line and field`, () => {
      expect(() => readMonitorSettings({ name: "rules.json", text })).to.throw(message);
    });
  }

  it("turns rules off, and keeps the thresholds that it does not name", () => {
    const text = '{ "off": ["stalled"], "rules": { "fee": { "severity": "critical" } } }';
    const { rules, interval } = readMonitorSettings({ name: "rules.json", text });
    const names = rules.map(({ rule }) => rule.name);
    expect(names).to.not.include("stalled");
    expect(rules.find(({ rule }) => rule.name === "fee")?.severity).to.equal("critical");
    expect(rules.find(({ rule }) => rule.name === "largePayments")?.settings).to.deep.equal({
      least: parseEther("100000"),
    });
    expect(interval).to.equal(15);
  });
});
