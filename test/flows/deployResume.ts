import { expect } from "chai";
import { Interface } from "ethers";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DeploymentRecord } from "../../scripts/lib/record.js";
import { startKillingProxy, type Death, type KillingProxy } from "../fixtures/killingProxy.js";
import { findAnvil, startAnvil, startHardhatNode, startScript, type Node } from "../fixtures/processes.js";
import { abandonDeployment, endAbandoned, runHere } from "../fixtures/scripts.js";

const TRANSACTIONS = 19;
/** One more of the deployer, which funds the deployment of Multicall3. */
const SENT = TRANSACTIONS + 1;
/** Transactions that create a contract; the others are calls. */
const CREATIONS = 16;
const DEPLOYER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
/** So many deployments run in processes of their own. */
const PROCESSES = 2;
const NONCES = [...Array(SENT).keys()];

interface Block {
  transactions: { hash: string; from: string; to: string | null; nonce: string }[];
}

describe("flow: deploy, killed and run again", function () {
  let node: Node;
  let proxy: KillingProxy;
  let folder: string;
  let env: Record<string, string>;

  async function begin(start: () => Promise<Node>): Promise<void> {
    node = await start();
    proxy = await startKillingProxy(node.url);
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-"));
    env = { SERVICECOIN_RPC_URL: proxy.url, DEPLOYMENTS_ROOT: folder };
  }

  afterEach(async () => {
    await proxy.stop();
    await node.stop();
    await rm(folder, { recursive: true });
  });

  after(endAbandoned);

  /** Runs the script and kills it at its next transaction. */
  async function runAndKill(death: Death): Promise<void> {
    const script = startScript("deploy", "localhost", env);
    proxy.arm(death, () => script.child.kill("SIGKILL"));
    const { signal, stdout, stderr } = await script.ended;
    expect(signal, stdout + stderr).to.equal("SIGKILL");
  }

  /** The same without a process of its own. */
  const runAndAbandon = (death: Death, spared = 0): Promise<void> => abandonDeployment(node.url, death, env, spared);

  async function runToTheEnd(): Promise<string> {
    proxy.arm(undefined, () => undefined);
    const { code, stdout, stderr } = await runHere("deploy", "localhost", env);
    expect(stderr).to.equal("");
    expect(code).to.equal(0);
    expect(stdout).to.include("on chain: only the DAO has power");
    expect(stdout).to.match(/\nMulticall3 +0xcA11bde05977b3631167028862bE2a173976CA11\n/);
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
    expect(sent.map(({ nonce }) => Number(nonce))).to.deep.equal(NONCES);
    expect(sent.filter(({ to }) => to === null)).to.have.length(CREATIONS);
  }

  async function record(): Promise<DeploymentRecord> {
    return JSON.parse(await readFile(path.join(folder, "deployments/31337.json"), "utf8")) as DeploymentRecord;
  }

  describe("given a Hardhat node", () => {
    beforeEach(() => begin(() => startHardhatNode()));

    it("sends every transaction once, however often it stops before or after one", async () => {
      for (const index of NONCES) {
        if (index % 3 === 0) await runAndAbandon("unsent");
        await runAndAbandon("unnoted");
      }
      // The transaction that places Multicall3, of another account.
      await runAndAbandon("unsent");
      await runAndAbandon("unnoted");
      await runToTheEnd();
      await expectDeployedOnce();
      expect((await record()).transactions).to.equal(TRANSACTIONS);
    });
  });

  describe("given a deployment killed while a transaction waits for its receipt", () => {
    beforeEach(async () => {
      await begin(() => startHardhatNode());
      await runAndAbandon("unconfirmed");
    });

    const journal = () => path.join(folder, "ignition/deployments/chain-31337/journal.jsonl");

    it("finds it under the hash of a higher fee that the journal does not know", async () => {
      const text = await readFile(journal(), "utf8");
      expect(await sentByDeployer()).to.have.length(1);
      const changed = text.replace(/"hash":"0x[0-9a-f]{64}"/, `"hash":"0x${"ab".repeat(32)}"`);
      expect(changed).to.not.equal(text);
      await writeFile(journal(), changed);
      expect(await runToTheEnd()).to.include("Found the transaction that was sent but not recorded");
      await expectDeployedOnce();
    });

    it("drops a last line that was cut off", async () => {
      await appendFile(journal(), '\n{"futureId":"ServiceCoinSystem#ServiceCoin","ty');
      await runToTheEnd();
      await expectDeployedOnce();
    });

    it("waits again for a transaction that Ignition gave up", async () => {
      const timeout = {
        type: "ONCHAIN_INTERACTION_TIMEOUT",
        futureId: "ServiceCoinSystem#ServiceCoin",
        networkInteractionId: 1,
      };
      await appendFile(journal(), `\n${JSON.stringify(timeout)}`);
      await runToTheEnd();
      await expectDeployedOnce();
    });

    it("replaces a list of addresses that was cut off", async () => {
      await writeFile(path.join(path.dirname(journal()), "deployed_addresses.json"), '{\n  "ServiceCoinSystem#Serv');
      await runToTheEnd();
      await expectDeployedOnce();
    });

    it("rejects a journal that is damaged in the middle", async () => {
      const [first = "", , ...rest] = (await readFile(journal(), "utf8")).trim().split("\n");
      await writeFile(journal(), [first, '{"cut', ...rest].join("\n"));
      proxy.arm(undefined, () => undefined);
      const { code, stderr } = await runHere("deploy", "localhost", env);
      expect(stderr).to.match(
        /^Error: .*journal.jsonl is damaged \(entry 2 is not JSON\): restore it from a backup.*\n$/,
      );
      expect(code).to.equal(1);
    });
  });

  describe("given a deployment killed before its first transaction was sent", () => {
    beforeEach(async () => {
      await begin(() => startHardhatNode());
      await runAndAbandon("unsent");
    });

    it("continues when the deployer used the nonce for something else", async () => {
      await node.request("eth_sendTransaction", [{ from: DEPLOYER, to: DEPLOYER, value: "0x1" }]);
      await runToTheEnd();
      const sent = await sentByDeployer();
      expect(sent).to.have.length(SENT + 1);
      expect(sent.filter(({ to }) => to === null)).to.have.length(CREATIONS);
    });
  });

  describe("given a member who burns coins before the deployment has ended", () => {
    beforeEach(() => begin(() => startHardhatNode()));

    it("finishes all the same", async () => {
      await runAndAbandon("unsent", TRANSACTIONS - 1);
      const [coin] = (await sentByDeployer()).slice(0, 1);
      const receipt = (await node.request("eth_getTransactionReceipt", [coin?.hash])) as { contractAddress: string };
      const [, member] = (await node.request("eth_accounts")) as string[];
      const data = new Interface(["function burn(uint256)"]).encodeFunctionData("burn", [1n]);
      await node.request("eth_sendTransaction", [{ from: member, to: receipt.contractAddress, data }]);
      await runToTheEnd();
      await expectDeployedOnce();
    });
  });

  describe("given a finished deployment", () => {
    beforeEach(async () => {
      await begin(() => startHardhatNode());
    });

    it("sends nothing, prints the same table and writes a lost record again", async () => {
      const first = await runToTheEnd();
      const written = await record();
      const second = await runToTheEnd();
      expect(second.slice(second.indexOf("ServiceCoin on"))).to.equal(first.slice(first.indexOf("ServiceCoin on")));

      await rm(path.join(folder, "deployments"), { recursive: true });
      await runToTheEnd();
      expect(await record()).to.deep.equal(written);
      await expectDeployedOnce();
    });
  });

  for (const left of ["a record", "only a journal"]) {
    describe(`given a chain that was restarted and left ${left}`, () => {
      beforeEach(async () => {
        await begin(() => startHardhatNode());
        await runToTheEnd();
        await node.stop();
        await proxy.stop();
        const kept = folder;
        if (left === "only a journal") await rm(path.join(kept, "deployments"), { recursive: true });
        await begin(() => startHardhatNode());
        await rm(folder, { recursive: true });
        folder = kept;
        env = { ...env, DEPLOYMENTS_ROOT: folder };
      });

      it("starts over and reports it", async () => {
        const line = "The local chain was restarted since the last deployment: starting over.\n";
        expect(await runToTheEnd()).to.include(line);
        await expectDeployedOnce();
        const genesis = (await node.request("eth_getBlockByNumber", ["0x0", false])) as { hash: string };
        expect((await record()).genesisHash).to.equal(genesis.hash);
      });
    });
  }

  const anvil = findAnvil();
  if (anvil === undefined) {
    it("works with anvil (not tested: there is no anvil for this machine in node_modules or in PATH)");
  } else {
    describe("given anvil", () => {
      beforeEach(() => begin(() => startAnvil(anvil)));

      it("sends every transaction once, however often it is killed while it is sent or confirmed", async () => {
        for (const index of NONCES) {
          // Each way with real processes first, then without: those take seconds to start.
          const end = index < PROCESSES ? runAndKill : runAndAbandon;
          await end(index % 2 === 0 ? "unnoted" : "unconfirmed");
        }
        await runAndAbandon("unnoted");
        await runToTheEnd();
        await expectDeployedOnce();
      });
    });

    describe("given anvil with a block every second", () => {
      beforeEach(() => begin(() => startAnvil(anvil, "--block-time", "1")));

      it("waits for a transaction that is pending from the killed run", async () => {
        await runAndAbandon("unnoted");
        const stdout = await runToTheEnd();
        expect(stdout).to.match(/Found the transaction that was sent but not recorded: 0x[0-9a-f]{64}/);
        await expectDeployedOnce();
      });
    });
  }
});
