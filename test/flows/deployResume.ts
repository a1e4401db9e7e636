import { expect } from "chai";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DeploymentRecord } from "../../scripts/lib/record.js";
import { startKillingProxy, type Death, type KillingProxy } from "../fixtures/killingProxy.js";
import { findAnvil, runScript, startAnvil, startHardhatNode, startScript, type Node } from "../fixtures/processes.js";

const TRANSACTIONS = 7;
const DEPLOYER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const ZERO_TO_SIX = [...Array(TRANSACTIONS).keys()];

interface Block {
  transactions: { from: string; to: string | null; nonce: string }[];
}

describe("deploy, killed and run again", function () {
  this.timeout(90_000);

  let node: Node;
  let proxy: KillingProxy;
  let folder: string;
  let env: Record<string, string>;

  async function begin(start: () => Promise<Node>): Promise<void> {
    node = await start();
    proxy = await startKillingProxy(node.url);
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-"));
    env = { LOCALHOST_RPC_URL: proxy.url, DEPLOYMENTS_ROOT: folder };
  }

  afterEach(async () => {
    await proxy.stop();
    await node.stop();
    await rm(folder, { recursive: true });
  });

  /** Runs the script and kills it at its next transaction. */
  async function runAndKill(death: Death): Promise<void> {
    const script = startScript("deploy", "localhost", env);
    proxy.arm(death, () => script.child.kill("SIGKILL"));
    const { signal, stdout, stderr } = await script.ended;
    expect(signal, stdout + stderr).to.equal("SIGKILL");
  }

  async function runToTheEnd(): Promise<string> {
    proxy.arm(undefined, () => undefined);
    const { code, stdout, stderr } = await runScript("deploy", "localhost", env);
    expect(stderr).to.equal("");
    expect(code).to.equal(0);
    expect(stdout).to.include("on chain: only the DAO has power");
    return stdout;
  }

  async function sentByDeployer(): Promise<Block["transactions"]> {
    const latest = Number(await node.request("eth_blockNumber"));
    const sent: Block["transactions"] = [];
    for (let number = 0; number <= latest; number++) {
      const params = [`0x${number.toString(16)}`, true];
      const { transactions } = (await node.request("eth_getBlockByNumber", params)) as Block;
      sent.push(...transactions.filter(({ from }) => from === DEPLOYER));
    }
    return sent;
  }

  async function expectDeployedOnce(): Promise<void> {
    const sent = await sentByDeployer();
    expect(sent.map(({ nonce }) => Number(nonce))).to.deep.equal(ZERO_TO_SIX);
    expect(sent.filter(({ to }) => to === null)).to.have.length(4);
  }

  async function record(): Promise<DeploymentRecord> {
    return JSON.parse(await readFile(path.join(folder, "deployments/31337.json"), "utf8")) as DeploymentRecord;
  }

  describe("given a Hardhat node", () => {
    beforeEach(() => begin(startHardhatNode));

    it("sends every transaction once, however often it is killed before or after one", async () => {
      for (const _ of ZERO_TO_SIX) {
        await runAndKill("unsent");
        await runAndKill("unnoted");
      }
      await runToTheEnd();
      await expectDeployedOnce();
      expect((await record()).transactions).to.equal(TRANSACTIONS);
    });
  });

  const anvil = findAnvil();
  if (anvil === undefined) {
    it("works with anvil (not tested: there is no anvil for this machine in node_modules or in PATH)");
  } else {
    describe("given anvil", () => {
      beforeEach(() => begin(() => startAnvil(anvil)));

      it("sends every transaction once, however often it is killed while it is sent or confirmed", async () => {
        for (const index of ZERO_TO_SIX) await runAndKill(index % 2 === 0 ? "unnoted" : "unconfirmed");
        await runToTheEnd();
        await expectDeployedOnce();
      });
    });

    describe("given anvil with a block every two seconds", () => {
      beforeEach(() => begin(() => startAnvil(anvil, "--block-time", "2")));

      it("waits for a transaction that is pending from the killed run", async () => {
        await runAndKill("unnoted");
        const stdout = await runToTheEnd();
        expect(stdout).to.match(/Found the transaction that was sent and not noted: 0x[0-9a-f]{64}/);
        await expectDeployedOnce();
      });
    });
  }
});
