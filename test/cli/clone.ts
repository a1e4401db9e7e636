import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildCli, folderWith, ROOT, startCli, type CliOptions } from "../fixtures/cli.js";
import { onANode } from "../fixtures/live.js";

const runProcess = (args: string[], options: CliOptions) => startCli(args, options).ended;

onANode("cli: in a clone", (live) => {
  let home: string;

  before(async function () {
    buildCli();
    home = await mkdtemp(path.join(tmpdir(), "servicecoin-home-"));
  });

  after(() => rm(home, { recursive: true }));

  it("deploy: runs the script of the repository, and prints its record", async function () {
    const env = { DEPLOYMENTS_ROOT: home, SERVICECOIN_RPC_URL: live().node.url };
    const { code, stdout, stderr } = await runProcess(["deploy", "--no-compile", "--json"], { cwd: ROOT, env });
    expect([code, stderr]).to.deep.equal([0, ""]);
    const record: unknown = JSON.parse(stdout);
    expect(record).to.deep.equal(JSON.parse(await readFile(path.join(home, "deployments/31337.json"), "utf8")));
    expect(record).to.have.property("chainId", 31337);

    const unknown = await runProcess(["deploy", "--no-compile", "--network", "moon", "--json"], { cwd: ROOT, env: {} });
    expect(unknown.code).to.equal(1);
    expect(JSON.parse(unknown.stderr)).to.have.nested.property("error.code", "DeployFailed");
  });

  it("deploy: deploys to the node of --rpc, not to the one of the environment", async function () {
    const root = await mkdtemp(path.join(tmpdir(), "servicecoin-home-"));
    const env = { DEPLOYMENTS_ROOT: root, SERVICECOIN_RPC_URL: "http://127.0.0.1:1" };
    for (const network of [[], ["--network", "localhost"]]) {
      const args = ["deploy", "--no-compile", "--json", "--rpc", live().node.url, ...network];
      const { code, stdout, stderr } = await runProcess(args, { cwd: ROOT, env });
      expect([code, stderr]).to.deep.equal([0, ""]);
      expect(JSON.parse(stdout)).to.have.property("chainId", 31337);
    }
    await rm(root, { recursive: true });
  });

  it("--keystore: takes a key from Hardhat's keystore, without a word on stdout", async function () {
    // Keeps the developer's own keystore out of the tests; the one for development needs no password.
    const env = { HOME: home, XDG_CONFIG_HOME: path.join(home, "config"), CI: undefined };
    const hardhat = path.join(ROOT, "node_modules/hardhat/dist/src/cli.js");
    const setting = spawn(process.execPath, [hardhat, "keystore", "set", "--dev", "--force", "TEST_KEY"], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["pipe", "ignore", "ignore"],
    });
    setting.stdin.end(`${live().wallet("alice").privateKey}\n`);
    expect(await once(setting, "close")).to.deep.equal([0, null]);

    const folder = await folderWith(live().deployment);
    const file = ["--deployment", path.join(folder, "deployments/31337.json"), "--rpc", live().node.url];
    const { code, stdout, stderr } = await runProcess(["coin", "balance", "--keystore", "TEST_KEY", ...file], {
      cwd: ROOT,
      env,
    });
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.match(new RegExp(`^account  ${live().wallet("alice").address}\n`));
    const none = await runProcess(["coin", "balance", "--keystore", "NO_KEY", ...file], { cwd: ROOT, env });
    expect([none.code, none.stderr]).to.deep.equal([
      2,
      'Error: Hardhat\'s keystore has no NO_KEY: run "npx hardhat keystore set NO_KEY".\n',
    ]);
    await rm(folder, { recursive: true });
  });
});
