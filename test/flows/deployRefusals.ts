import { expect } from "chai";
import { parseEther, toQuantity, Wallet } from "ethers";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { UniswapAddresses } from "../../ignition/uniswap.js";
import { parametersOf } from "../../scripts/lib/chain.js";
import { startKillingProxy, type KillingProxy } from "../fixtures/killingProxy.js";
import { freePort } from "../fixtures/freePort.js";
import { placeUniswapAt } from "../fixtures/pair.js";
import { runScript, startHardhatNode, startScript, type Node } from "../fixtures/processes.js";
import { runHere } from "../fixtures/scripts.js";

const SEPOLIA = 11155111;
const MEMBERS = `0x${"33".repeat(20)}, 0x${"44".repeat(20)}`;

describe("flow: deploy and verify, errors", function () {
  let local: Node;
  let sepolia: Node;
  let folder: string;
  let proxy: KillingProxy | undefined;

  before(async () => {
    [local, sepolia] = await Promise.all([startHardhatNode(), startHardhatNode(SEPOLIA)]);
  });

  after(async () => {
    await Promise.all([local.stop(), sepolia.stop()]);
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-"));
  });

  afterEach(async () => {
    await proxy?.stop();
    proxy = undefined;
    await rm(folder, { recursive: true });
  });

  async function expectSentence(
    script: string,
    network: string | undefined,
    env: Record<string, string>,
    sentence: RegExp,
  ): Promise<void> {
    const { code, stdout, stderr } = await runHere(script, network, { DEPLOYMENTS_ROOT: folder, ...env });
    expect(stderr).to.match(sentence);
    expect(stderr.trim()).to.not.include("\n");
    expect(stdout).to.not.match(/^ +at /m);
    expect(code).to.equal(1);
  }

  const onSepolia = (env: Record<string, string> = {}) => ({
    SEPOLIA_RPC_URL: sepolia.url,
    SEPOLIA_PRIVATE_KEY: Wallet.createRandom().privateKey,
    SERVICECOIN_MEMBERS: MEMBERS,
    ...env,
  });

  /** Where Sepolia has Uniswap. */
  function uniswap(): UniswapAddresses {
    const { uniswap: addresses } = parametersOf("sepolia");
    if (addresses === "place") throw new Error("Uniswap has no address on Sepolia");
    return addresses;
  }

  async function writeFileOf(chainId: number, text: string): Promise<void> {
    await mkdir(path.join(folder, "deployments"));
    await writeFile(path.join(folder, "deployments", `${chainId}.json`), text);
  }

  /** A record of contracts that are on no chain. */
  const recordOf = (chainId: number) => {
    const hash = `0x${"11".repeat(32)}`;
    const contract = { address: `0x${"22".repeat(20)}`, codeHash: hash, block: 1, gasUsed: 1, transactionHash: hash };
    return {
      chainId,
      network: "sepolia",
      commit: null,
      genesisHash: hash,
      deployer: contract.address,
      gasUsed: 1,
      transactions: 1,
      contracts: {
        ServiceCoin: contract,
        ServiceVotes: contract,
        ServiceDAO: contract,
        Treasury: contract,
        PaymentHub: contract,
        ServiceRegistry: contract,
        ServiceReputation: contract,
        ServiceValidation: contract,
        PaymentBatch: contract,
        Checkout: contract,
        PairLiquidity: contract,
        PayoutAccount: contract,
        Credit: contract,
      },
      uniswap: { weth: contract.address, factory: contract.address, router: contract.address },
    };
  };

  describe("when the network is wrong", () => {
    it("names the networks there are", async () => {
      await expectSentence(
        "deploy",
        "nowhere",
        {},
        /^Error: There is no network "nowhere" in hardhat.config.ts, which has localhost, sepolia, default\.\n$/,
      );
    });

    it("requires parameters", async () => {
      await expectSentence(
        "deploy",
        "node",
        {},
        /^Error: There are no parameters for the network "node": add them to ignition\/parameters.ts, which has default, localhost, sepolia\.\n$/,
      );
    });

    it("reports the URL at which no node responds", async () => {
      const url = `http://127.0.0.1:${await freePort()}`;
      const sentence = new RegExp(`^Error: No node responds at ${url}: start one with "npm start", .*\n$`);
      await expectSentence("deploy", "localhost", { SERVICECOIN_RPC_URL: url }, sentence);
      await expectSentence("verify", "localhost", { SERVICECOIN_RPC_URL: url }, sentence);
    });

    it("does not quote a public node's URL, which may hold a key", async () => {
      const url = `http://127.0.0.1:${await freePort()}/secret`;
      const sentence = /^Error: The node of the network "sepolia" does not respond: (?!.*secret).*\n$/;
      await expectSentence("deploy", "sepolia", onSepolia({ SEPOLIA_RPC_URL: url }), sentence);
    });

    it("compares the chain ids", async () => {
      const sentence =
        /^Error: The network "sepolia" is chain 11155111 in hardhat.config.ts, but its node runs chain 31337: .*\n$/;
      await expectSentence("deploy", "sepolia", onSepolia({ SEPOLIA_RPC_URL: local.url }), sentence);
    });
  });

  describe("when the key is wrong", () => {
    it("names the variable that is missing", async () => {
      const sentence =
        /^Error: The configuration variable SEPOLIA_PRIVATE_KEY is not set: run "npx hardhat keystore set SEPOLIA_PRIVATE_KEY", .*\n$/;
      await expectSentence("deploy", "sepolia", { SEPOLIA_RPC_URL: sepolia.url }, sentence);
    });

    it("requires the first members", async () => {
      const sentence = /^Error: The first members share 50\.0 SCV: set SERVICECOIN_MEMBERS to their addresses, .*\n$/;
      await expectSentence("deploy", "sepolia", onSepolia({ SERVICECOIN_MEMBERS: "" }), sentence);
    });

    it("rejects an invalid key, without quoting it", async () => {
      const sentence = /^Error: The private key of the network "sepolia" is not valid: (?!.*1234).*\n$/;
      await expectSentence("deploy", "sepolia", onSepolia({ SEPOLIA_PRIVATE_KEY: "0x1234" }), sentence);
    });

    it("rejects an address that has not the factory of Uniswap", async () => {
      const { factory } = uniswap();
      await sepolia.request("hardhat_setCode", [factory, "0x00"]);
      const sentence = /^Error: Check failed: the hash of the factory's code is 0x\w{64} and should be 0x\w{64}\.\n$/;
      await expectSentence("deploy", "sepolia", onSepolia(), sentence);
    });

    it("rejects a router that is missing, or of another factory", async () => {
      const { weth, factory, router } = uniswap();
      await placeUniswapAt(sepolia, { weth, factory, router });
      await sepolia.request("hardhat_setCode", [router, "0x"]);
      const missing = new RegExp(`^Error: Check failed: there is no router of Uniswap at ${router}\\.\n$`);
      await expectSentence("deploy", "sepolia", onSepolia(), missing);

      await placeUniswapAt(sepolia, { weth, factory: weth, router });
      await placeUniswapAt(sepolia, { weth: `0x${"55".repeat(20)}`, factory, router: `0x${"66".repeat(20)}` });
      const another = new RegExp(`^Error: Check failed: router\\.factory is ${weth} and should be ${factory}\\.\n$`);
      await expectSentence("deploy", "sepolia", onSepolia(), another);
    });

    it("reports the funds that an empty account needs", async () => {
      await placeUniswapAt(sepolia, uniswap());
      const { address, privateKey } = Wallet.createRandom();
      const sentence = new RegExp(
        `^Error: The deployer ${address} has 0 ETH, and deploying may cost up to 0\\.1\\d+ ETH at the current gas price: .*\n$`,
      );
      await expectSentence("deploy", "sepolia", onSepolia({ SEPOLIA_PRIVATE_KEY: privateKey }), sentence);
    });
  });

  describe("when the money runs out on the way", () => {
    it("reports the remaining balance, and continues from there", async () => {
      const { address, privateKey } = Wallet.createRandom();
      await placeUniswapAt(sepolia, uniswap());
      proxy = await startKillingProxy(sepolia.url);
      const env = onSepolia({ SEPOLIA_RPC_URL: proxy.url, SEPOLIA_PRIVATE_KEY: privateKey });
      await sepolia.request("hardhat_setBalance", [address, toQuantity(parseEther("1"))]);
      const script = startScript("deploy", "sepolia", { DEPLOYMENTS_ROOT: folder, ...env });
      proxy.arm("unnoted", () => script.child.kill("SIGKILL"));
      await script.ended;
      proxy.arm(undefined, () => undefined);
      await sepolia.request("hardhat_mine", ["0x5"]);

      await sepolia.request("hardhat_setBalance", [address, "0x1"]);
      const sentence = new RegExp(
        `^Error: The deployer ${address} has insufficient funds \\(0 ETH left\\): fund it and run again`,
      );
      await expectSentence("deploy", "sepolia", env, sentence);

      await sepolia.request("hardhat_setBalance", [address, toQuantity(parseEther("1"))]);
      await sepolia.request("evm_setIntervalMining", [100]);
      const { code, stdout, stderr } = await runHere("deploy", "sepolia", { DEPLOYMENTS_ROOT: folder, ...env });
      expect(stderr).to.equal("");
      expect(stdout).to.match(/HandOver: sent 0x[0-9a-f]{64}, waiting for 3 confirmations\n/);
      expect(stdout).to.match(/Guardian +none\n/);
      expect(stdout).to.include(`${address} keeps no power and has 0 SCV`);
      expect(code).to.equal(0);
      expect(Number(await sepolia.request("eth_getTransactionCount", [address, "latest"]))).to.equal(17);

      const reader = { DEPLOYMENTS_ROOT: folder, SEPOLIA_RPC_URL: sepolia.url };
      expect((await runScript("verify", "sepolia", reader)).code, "anyone may verify").to.equal(0);
    });
  });

  describe("when the record is wrong", () => {
    for (const [what, text] of [
      ["half a record", '{\n  "chainId": 31337,\n  "netw'],
      ["a record without contracts", JSON.stringify({ ...recordOf(31337), contracts: {} })],
      ["the record of another chain", JSON.stringify(recordOf(1))],
      ["an empty file", ""],
    ] as const) {
      it(`rejects ${what}`, async () => {
        await writeFileOf(31337, text);
        const sentence = /^Error: .*deployments\/31337\.json is damaged: delete it and deploy again, .*\n$/;
        await expectSentence("deploy", "localhost", { SERVICECOIN_RPC_URL: local.url }, sentence);
        await expectSentence("verify", "localhost", { SERVICECOIN_RPC_URL: local.url }, sentence);
      });
    }

    it("never starts over on a public chain", async () => {
      await writeFileOf(SEPOLIA, JSON.stringify(recordOf(SEPOLIA)));
      const sentence = /^Error: .*deployments\/11155111\.json lists contracts that chain 11155111 does not have: .*\n$/;
      await expectSentence("deploy", "sepolia", onSepolia(), sentence);
    });

    it("does not verify another chain", async () => {
      await writeFileOf(31337, JSON.stringify(recordOf(31337)));
      const sentence =
        /^Error: .*deployments\/31337\.json belongs to another chain with the id 31337: deploy again\.\n$/;
      await expectSentence("verify", "localhost", { SERVICECOIN_RPC_URL: local.url }, sentence);
    });

    it("does not verify a chain without a deployment", async () => {
      const sentence =
        /^Error: There is no .*deployments\/31337\.json: run "npm run deploy -- --network localhost" first\.\n$/;
      await expectSentence("verify", "localhost", { SERVICECOIN_RPC_URL: local.url }, sentence);
      await expectSentence("verify", undefined, {}, /^Error: The in-process chain has no deployment: .*\n$/);
    });
  });
});
