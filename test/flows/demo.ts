import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findAnvil, runScript, startAnvil, startHardhatNode, type Node } from "../fixtures/processes.js";

/** The story of `npm run demo`, as a new user plays it. */
describe("flow: demo", function () {
  // Votes on a running chain take their time.
  this.timeout(180_000);

  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const play = (network?: string, env: Record<string, string> = {}) =>
    runScript("demo", network, { DEPLOYMENTS_ROOT: folder, ...env });

  function expectStory(stdout: string): void {
    expect(stdout).to.include("Carol signs, a relayer pays the gas (ERC-3009): 4 SCV, no gas");
    expect(stdout).to.include("Alice now speaks for 8 SCV");
    expect(stdout).to.match(/More than the budget is refused: TreasuryBudgetExceeded\(.*, 1\.5 SCV, 1 SCV\)/);
    expect(stdout).to.match(/More than the cap is refused: TreasuryCapExceeded\(.*, 1 SCV, 0\.5 SCV\)/);
    for (const row of ["Treasury.*\\+6", "Alice.* 0", "Bob.*\\+1", "Carol.*\\+1", "Dave.*\\+1", "Supplier.*\\+1"]) {
      expect(stdout).to.match(new RegExp(`^${row} SCV$`, "m"));
    }
    expect(stdout.trim()).to.match(/The story went as told\.$/);
  }

  async function playOn(node: Node, times: number): Promise<void> {
    try {
      for (let time = 1; time <= times; time++) {
        const { code, stdout, stderr } = await play("localhost", { LOCALHOST_RPC_URL: node.url });
        expect(stderr, `time ${time}`).to.equal("");
        expectStory(stdout);
        expect(code).to.equal(0);
      }
    } finally {
      await node.stop();
    }
  }

  it("is told on the in-process chain", async () => {
    const { code, stdout, stderr } = await play();
    expect(stderr).to.equal("");
    expectStory(stdout);
    expect(code).to.equal(0);
  });

  it("is told on a Hardhat node, and again on the same chain", async () => {
    await playOn(await startHardhatNode(), 2);
  });

  it("is told on anvil", async function () {
    const anvil = findAnvil();
    if (anvil === undefined) return this.skip();
    await playOn(await startAnvil(anvil), 1);
  });

  it("names the step that broke, and ends with code 1", async () => {
    const node = await startHardhatNode();
    try {
      const env = { LOCALHOST_RPC_URL: node.url, DEPLOYMENTS_ROOT: folder };
      expect((await runScript("deploy", "localhost", env)).code).to.equal(0);
      // Bob can pay for no transaction any more.
      await node.request("hardhat_setBalance", ["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "0x0"]);
      const { code, stderr } = await play("localhost", env);
      expect(stderr).to.match(/^Error: Step 2 "Bob locks in one transaction \(ERC-1363\)" failed: .*\n$/);
      expect(code).to.equal(1);
    } finally {
      await node.stop();
    }
  });

  it("says that it needs a local chain", async () => {
    const { code, stderr } = await play("sepolia");
    expect(stderr).to.equal(
      "Error: The demo plays with the accounts of a local chain; sepolia is none. Try localhost.\n",
    );
    expect(code).to.equal(1);
  });
});
