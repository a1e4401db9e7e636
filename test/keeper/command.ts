import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { startKeeper } from "../../packages/keeper/src/startKeeper.js";
import { readPolicy } from "../../packages/keeper/src/policy/readPolicy.js";
import { folderWith, runCli } from "../fixtures/cli.js";
import { DAY, NONE, prepareDeals } from "../fixtures/dueThings.js";
import { until } from "../fixtures/gateway.js";
import { EVERYTHING, withKeepers } from "../fixtures/keeper.js";
import { onANode } from "../fixtures/live.js";

interface Printed {
  due: number;
  done: number;
  planned: number;
  transactions: number;
  isReady: boolean;
}

onANode("keeper: the command", (live) => {
  const kept = withKeepers(live);

  /** Runs a round of the command. */
  async function keep(...args: string[]) {
    const cwd = await folderWith(live().deployment);
    const env = {
      SERVICECOIN_RPC_URL: live().node.url,
      SERVICECOIN_PRIVATE_KEY: live().wallet("stranger").privateKey,
      XDG_STATE_HOME: path.join(kept().folder, "state"),
    };
    return runCli(["keeper", "--once", "--json", "--log-level", "info", ...args], { cwd, env });
  }

  const printed = (stdout: string) => JSON.parse(stdout) as Printed;
  const errorIn = (stderr: string) => (JSON.parse(stderr) as { error: { code: string; message: string } }).error;

  it("does one round: first what it would do, then what it did, with whom it was for and what it cost", async () => {
    await prepareDeals(live(), { ...NONE, claims: 2, expired: 1 }, live().wallet("stranger").address);
    await live().pass(3 * DAY);
    await kept().follow();
    const args = ["--indexer", kept().index, "--lowest-amount", "0.001", "--highest-gas-price", "500"];
    const dry = await keep(...args, "--dry-run");
    expect(printed(dry.stdout)).to.include({ due: 3, done: 0, planned: 3, transactions: 0, isReady: true });
    const real = await keep(...args);
    expect([real.code, printed(real.stdout)]).to.have.nested.property("[1].done", 3);
    const lines = real.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const claim = lines.find(({ msg, duty }) => msg === "done" && duty === "claimOrders");
    expect(claim).to.include({ for: live().wallet("provider").address, amount: "0.02 SCV" });
    expect(String(claim?.["cost"])).to.match(/^0\.\d+ ether$/);
    const again = await keep(...args);
    expect(printed(again.stdout), "the index is still behind, the chain is not").to.include({
      done: 0,
      transactions: 0,
    });
  });

  it("starts nothing with a wrong policy or without an indexer", async () => {
    const file = path.join(kept().folder, "policy.json");
    await writeFile(file, '{\n  "duties": ["claimOrders"],\n  "lowestAmount": "-1"\n}');
    const wrong = await keep("--indexer", kept().index, "--policy", file);
    expect([wrong.code, wrong.stdout]).to.deep.equal([2, ""]);
    expect(errorIn(wrong.stderr)).to.include({ code: "BadPolicy" });
    expect(errorIn(wrong.stderr).message).to.match(/line 3, lowestAmount: expected SCV as a decimal number/);
    const without = await keep();
    expect([without.code, errorIn(without.stderr).code]).to.deep.equal([2, "NoIndexer"]);
    const missing = await keep("--indexer", kept().index, "--policy", `${file}.other`);
    expect([missing.code, errorIn(missing.stderr).code]).to.deep.equal([2, "NoFile"]);
  });

  it("is live at once, and ready when a round could work; counts in the form of Prometheus", async () => {
    await kept().follow();
    const keeper = await startKeeper({
      ...{ client: await live().client("stranger"), index: kept().index, policy: readPolicy(undefined, EVERYTHING) },
      ...{ journal: path.join(kept().folder, "served.journal"), port: 0, interval: 50 },
    });
    try {
      const at = (place: string) => fetch(`${keeper.url}${place}`);
      expect((await at("/livez")).status).to.equal(200);
      await until(async () => (await at("/readyz")).status === 200);
      const metrics = await (await at("/metrics")).text();
      expect(metrics)
        .to.match(/^servicecoin_keeper_ready 1$/m)
        .and.match(/^servicecoin_keeper_budget_left_ether 10$/m);
      expect(metrics).to.match(/^servicecoin_keeper_due\{duty="claimOrders"\} 0$/m);
      expect([
        (await at("/other")).status,
        (await fetch(`${keeper.url}/livez`, { method: "POST" })).status,
      ]).to.deep.equal([404, 405]);
    } finally {
      await keeper.stop();
    }
  });
});
