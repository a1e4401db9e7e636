import { expect } from "chai";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { folderWith, ROOT, runCli } from "../fixtures/cli.js";
import { onANode, onEveryNode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";

interface Change {
  account: string;
  asset: string;
  amount: string;
}

interface Trial {
  steps: { kind: string; message?: string; changes?: Change[]; events?: { name: string }[]; gasFee?: string }[];
  calls: { kind: string; powers?: string[]; changes?: Change[]; message?: string }[];
  changes: Change[];
}

const UNIT = 10n ** 18n;

onEveryNode("cli: simulate", (live) => {
  const cli = withCli(live);
  const alice = () => live().wallet("alice").address;
  const bob = () => live().wallet("bob").address;

  const simulate = async (steps: unknown) => {
    await cli().write("steps.json", steps);
    const { code, stdout, stderr } = await cli().run(undefined, "simulate", "steps.json", "--json");
    expect(stdout, stderr).to.not.equal("");
    return { code, trial: JSON.parse(stdout) as Trial };
  };
  const changed = (changes: readonly Change[] | undefined, account: string, asset: string) =>
    BigInt(changes?.find((change) => change.account === account && change.asset === asset)?.amount ?? 0n);

  it("tells what each command would do to balances, and leaves the chain as it is", async () => {
    const { ServiceCoin: coin, PaymentHub: hub } = (await live().client("alice")).addresses;
    const before = await live().provider.getBlockNumber();

    const { code, trial } = await simulate([
      { from: alice(), do: `order open ${bob()} 1.5 --window 2d`, name: "roof" },
      { from: bob(), do: "order deliver {roof.dealId}" },
      { wait: "3d" },
      { from: bob(), do: ["order", "claim", "{roof.dealId}"] },
    ]);

    const [open, deliver, pause, claim] = trial.steps;
    expect([open?.kind, deliver?.kind, pause?.kind, claim?.kind]).to.deep.equal(["done", "done", "wait", "done"]);
    expect(changed(open?.changes, alice(), coin)).to.equal((-3n * UNIT) / 2n);
    expect(changed(open?.changes, hub, coin)).to.equal((3n * UNIT) / 2n);
    expect(deliver?.changes).to.deep.equal([]);
    expect(BigInt(deliver?.gasFee ?? 0) > 0n).to.equal(true);
    expect(claim?.events?.map(({ name }) => name)).to.include("Claimed");
    const paid = changed(trial.changes, bob(), coin) + changed(trial.changes, hub, coin);
    expect(paid).to.equal((3n * UNIT) / 2n);
    expect(code).to.equal(0);
    expect(await live().provider.getBlockNumber()).to.equal(before);
  });

  it("plays the other steps when one fails, and ends with the code of a refusal", async () => {
    const { code, trial } = await simulate([
      { from: alice(), do: `coin transfer ${bob()} 1000000`, name: "much" },
      { from: bob(), do: `coin transfer ${alice()} {much.amount}` },
      { from: alice(), do: `coin transfer ${bob()} 1` },
    ]);
    const [much, dependent, small] = trial.steps;
    expect(much?.message).to.match(/has 16 SCV/);
    expect(dependent?.message).to.equal("{much.amount} is not known: the step much failed.");
    expect(small?.kind).to.equal("done");
    expect(code).to.equal(1);
  });

  it("executes a proposal before anybody votes, and says what it changes about power", async () => {
    const { Treasury, ServiceDAO, ServiceCoin } = (await live().client("alice")).addresses;
    await cli().write("draft.json", {
      description: "Pay bob, and give the treasury away",
      calls: [
        { do: "pay", to: bob(), amount: "2" },
        { do: "mint", to: alice(), amount: "3" },
        { do: "transfer-ownership", contract: "Treasury", owner: alice() },
      ],
    });
    const { code, stdout } = await cli().run(undefined, "proposal", "simulate", "draft.json", "--json");
    const { calls, changes } = JSON.parse(stdout) as Trial;
    expect(calls.map(({ powers }) => powers)).to.deep.equal([
      [],
      ["creates coins, which makes all others worth a smaller share"],
      ["changes an owner"],
    ]);
    expect(changed(changes, Treasury, ServiceCoin)).to.equal(-2n * UNIT);
    expect(changed(changes, alice(), ServiceCoin)).to.equal(3n * UNIT);
    expect(changed(changes, ServiceDAO, "0x".padEnd(42, "0"))).to.equal(0n);
    expect(code).to.equal(0);
  });

  it("says that a proposal would fail as a whole", async () => {
    await cli().write("draft.json", {
      description: "More than there is",
      calls: [
        { do: "pay", to: bob(), amount: "1" },
        { do: "pay", to: bob(), amount: "1000" },
      ],
    });
    const { code, stdout } = await cli().run(undefined, "proposal", "simulate", "draft.json");
    expect(stdout).to.match(/would fail: .*\n\nThe execution would fail as a whole: no call would have an effect\.\n$/);
    expect(stdout).to.include("   not executed");
    expect(code).to.equal(1);
  });
});

onANode("cli: simulate, bad input", (live) => {
  const cli = withCli(live);
  const CASES: [what: string, steps: unknown, code: string, message: RegExp][] = [
    ["no list", {}, "BadTrial", /steps\.json is not a trial run: it needs a list of at least one step/],
    ["an unknown field", [{ form: "1", do: "coin supply" }], "BadStep", /In step 1: it has no field "form"/],
    ["no account", [{ do: "coin supply" }], "BadStep", /In step 1: "from" must be an address/],
    ["a command that runs on", [{ from: "1", do: "facilitator" }], "BadStep", /"facilitator" cannot be tried/],
    ["another node", [{ from: "1", do: "coin supply --rpc=http://x" }], "BadStep", /omit --rpc=http:\/\/x/],
    ["an open quote", [{ from: "1", do: 'coin supply "' }], "BadStep", /the quote " is not closed/],
    ["a name twice", [1, 2].map(() => ({ from: "1", do: "coin supply", name: "a" })), "BadStep", /name a is taken/],
    ["a pause of no length", [{ wait: "soon" }], "BadDuration", /soon/],
  ];
  for (const [what, steps, code, message] of CASES) {
    it(`refuses ${what} before it forks`, async () => {
      await cli().write("steps.json", steps);
      await cli().refuse(undefined, ["simulate", "steps.json"], 2, code, message);
    });
  }
});

onANode("cli: simulate, without anvil", (live) => {
  let clone: string;

  beforeEach(async () => {
    clone = await folderWith(live().deployment);
    await mkdir(path.join(clone, "node_modules"));
    await mkdir(path.join(clone, "scripts"));
    await symlink(path.join(ROOT, "node_modules/hardhat"), path.join(clone, "node_modules/hardhat"));
    await writeFile(path.join(clone, "package.json"), '{ "type": "module" }');
    await writeFile(path.join(clone, "hardhat.config.ts"), "export default {};\n");
    await writeFile(path.join(clone, "scripts/deploy.ts"), "");
  });

  afterEach(() => rm(clone, { recursive: true }));

  it("forks with Hardhat's node", async () => {
    const to = live().wallet("bob").address;
    await writeFile(path.join(clone, "steps.json"), JSON.stringify([{ from: "1", do: `coin transfer ${to} 1` }]));
    const env = { SERVICECOIN_RPC_URL: live().node.url, PATH: path.dirname(process.execPath) };
    const { code, stdout, stderr } = await runCli(["simulate", "steps.json"], { cwd: clone, env });
    expect(stderr).to.match(/^Played on a copy of http:\/\/127\.0\.0\.1:\d+ at block [\d,]+\. Nothing was sent/);
    expect(stdout).to.match(new RegExp(`\\n {3}${to} +\\+1 SCV\\n`));
    expect(code).to.equal(0);
  });
});
