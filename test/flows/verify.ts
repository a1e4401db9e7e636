import { expect } from "chai";
import { getAddress, id, Interface, parseEther } from "ethers";
import hre from "hardhat";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ContractName } from "../../packages/sdk/src/index.js";
import { withoutImmutables } from "../../scripts/lib/bytecode.js";
import type { DeploymentRecord } from "../../scripts/lib/record.js";
import { runScript, startHardhatNode, type Ended, type Node } from "../fixtures/processes.js";
import { runHere } from "../fixtures/scripts.js";

describe("flow: verify", function () {
  let node: Node;
  let folder: string;
  let env: Record<string, string>;
  let record: DeploymentRecord;

  before(async () => {
    node = await startHardhatNode();
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-"));
    env = { SERVICECOIN_RPC_URL: node.url, DEPLOYMENTS_ROOT: folder };
    const { code, stderr } = await runHere("deploy", "localhost", env);
    expect(code, stderr).to.equal(0);
    record = JSON.parse(await readFile(file(folder), "utf8")) as DeploymentRecord;
  });

  after(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  const file = (root: string) => path.join(root, "deployments/31337.json");
  const verify = (): Promise<Ended> => runHere("verify", "localhost", env);

  /** What a contract's row says of the recorded hash and the local build. */
  function verdicts(stdout: string, name: string): string | undefined {
    return new RegExp(`^${name} +0x[0-9a-fA-F]{40} +(\\w+ +\\w+) +\\w+$`, "m").exec(stdout)?.[1]?.replace(/ +/, " ");
  }

  it("passes when the code is what was recorded and what is built here", async () => {
    // Once as an operator runs it, in a process of its own.
    const { code, stdout, stderr } = await runScript("verify", "localhost", env);
    expect(stderr).to.equal("");
    for (const name of Object.keys(record.contracts)) expect(verdicts(stdout, name)).to.equal("matches matches");
    expect(stdout).to.include("All code matches, and only the DAO has power (coin.owner, treasury.owner,");
    for (const check of ["hub.owner", "hub.coin", "hub.treasury"]) expect(stdout).to.include(check);
    expect(code).to.equal(0);
  });

  it("fails when code on chain was changed, and shows both hashes", async () => {
    const { address, codeHash } = record.contracts.Treasury;
    const original = (await node.request("eth_getCode", [address, "latest"])) as string;
    await node.request("hardhat_setCode", [address, `${original.slice(0, -2)}ff`]);
    const { code, stdout, stderr } = await verify();
    await node.request("hardhat_setCode", [address, original]);
    expect(verdicts(stdout, "Treasury")).to.equal("differs differs");
    expect(verdicts(stdout, "ServiceDAO")).to.equal("matches matches");
    expect(stdout).to.match(new RegExp(`Treasury: recorded ${codeHash}\n +on chain 0x[0-9a-f]{64}\n`));
    expect(stderr).to.match(
      /^Error: The code on chain differs: Treasury \(it was deployed from commit [0-9a-f]{12}\)\.\n$/,
    );
    expect(code).to.equal(1);
  });

  /** What the code of a contract holds of its own: addresses, and of EIP-712 the hash of the name. */
  const immutables: [ContractName, string, () => string][] = [
    ["Treasury", "coin", () => record.contracts.ServiceCoin.address],
    ["PaymentHub", "coin", () => record.contracts.ServiceCoin.address],
    ["PaymentHub", "treasury", () => record.contracts.Treasury.address],
    ["PaymentHub", "address in the EIP-712 domain", () => record.contracts.PaymentHub.address],
    ["PaymentHub", "name in the EIP-712 domain", () => id("PaymentHub")],
    ["ServiceRegistry", "address in the EIP-712 domain", () => record.contracts.ServiceRegistry.address],
    ["ServiceReputation", "hub", () => record.contracts.PaymentHub.address],
    ["ServiceReputation", "registry", () => record.contracts.ServiceRegistry.address],
    ["ServiceValidation", "registry", () => record.contracts.ServiceRegistry.address],
    ["PaymentBatch", "coin", () => record.contracts.ServiceCoin.address],
    ["Checkout", "hub", () => record.contracts.PaymentHub.address],
    ["Checkout", "wrapped ether", () => record.uniswap.weth],
    ["PairLiquidity", "coin", () => record.contracts.ServiceCoin.address],
    ["PayoutAccount", "registry", () => record.contracts.ServiceRegistry.address],
    ["Credit", "payout account", () => record.contracts.PayoutAccount.address],
    ["Credit", "address in the EIP-712 domain", () => record.contracts.Credit.address],
  ];
  for (const [name, immutable, valueOf] of immutables) {
    it(`fails when ${name}'s ${immutable} was changed on chain, which only the recorded hash shows`, async () => {
      const { address } = record.contracts[name];
      const original = (await node.request("eth_getCode", [address, "latest"])) as string;
      const value = valueOf().slice(2).toLowerCase();
      expect(original).to.include(value);
      await node.request("hardhat_setCode", [address, original.replaceAll(value, "33".repeat(value.length / 2))]);
      const { code, stdout } = await verify();
      await node.request("hardhat_setCode", [address, original]);
      expect(verdicts(stdout, name)).to.equal("differs matches");
      expect(code).to.equal(1);
    });
  }

  it("fails when the recorded hash is another", async () => {
    const changed = structuredClone(record);
    changed.contracts.ServiceVotes.codeHash = `0x${"00".repeat(32)}`;
    const { code, stdout } = await verifyRecord(changed);
    expect(verdicts(stdout, "ServiceVotes")).to.equal("differs matches");
    expect(code).to.equal(1);
  });

  for (const [name, fact] of [
    ["ServiceCoin", "coin.owner"],
    ["PaymentHub", "hub.owner"],
  ] as const) {
    it(`fails when the code is right and ${fact} is not`, async () => {
      const { address } = record.contracts[name];
      const slot = await ownerSlot(address);
      const owner = await node.request("eth_getStorageAt", [address, slot, "latest"]);
      const deployer = `0x${record.deployer.slice(2).toLowerCase().padStart(64, "0")}`;
      await node.request("hardhat_setStorageAt", [address, slot, deployer]);
      const { code, stdout, stderr } = await verify();
      await node.request("hardhat_setStorageAt", [address, slot, owner]);
      expect(verdicts(stdout, name)).to.equal("matches matches");
      expect(stderr).to.equal(
        `Error: Check failed: ${fact} is ${record.deployer} and should be ${record.contracts.ServiceDAO.address}.\n`,
      );
      expect(code).to.equal(1);
    });
  }

  it("fails when a contract was created with other code, whose storage nobody knows", async () => {
    const { address } = record.contracts.Treasury;
    const code = ((await node.request("eth_getCode", [address, "latest"])) as string).slice(2);
    // Writes to a slot of the deployer's choice, and returns the code of the Treasury.
    const length = (code.length / 2).toString(16).padStart(4, "0");
    const data = `0x600160ff5561${length}60115f3961${length}5ff3${code}`;
    const hash = (await node.request("eth_sendTransaction", [{ from: record.deployer, data }])) as string;
    const receipt = (await node.request("eth_getTransactionReceipt", [hash])) as { contractAddress: string };
    const other = getAddress(receipt.contractAddress);
    expect(await node.request("eth_getCode", [other, "latest"])).to.equal(`0x${code}`);
    const changed = structuredClone(record);
    Object.assign(changed.contracts.Treasury, { address: other, transactionHash: hash });
    const { code: exitCode, stdout, stderr } = await verifyRecord(changed);
    expect(verdicts(stdout, "Treasury")).to.equal("matches matches");
    expect(stdout).to.match(/^Treasury .* differs$/m);
    expect(stderr).to.equal(
      `Error: Check failed: the creation of Treasury: the transaction ${hash} has creation code that differs from the local build.\n`,
    );
    expect(exitCode).to.equal(1);
  });

  it("fails when the transaction in the record created something else", async () => {
    const changed = structuredClone(record);
    changed.contracts.PaymentHub.transactionHash = record.contracts.ServiceDAO.transactionHash;
    const { stderr, code } = await verifyRecord(changed);
    expect(stderr).to.include(`did not create ${record.contracts.PaymentHub.address}`);
    expect(code).to.equal(1);
  });

  it("fails when the deployer has the coins to pass proposals alone, and shows who can decide", async () => {
    const snapshot = await node.request("evm_snapshot");
    const accounts = (await node.request("eth_accounts")) as string[];
    const { deployer, contracts } = record;
    for (const from of accounts.slice(1, 6)) {
      const data = new Interface(["function transfer(address, uint256)"]).encodeFunctionData("transfer", [
        deployer,
        parseEther("16"),
      ]);
      await node.request("eth_sendTransaction", [{ from, to: contracts.ServiceCoin.address, data }]);
    }
    const { code, stdout, stderr } = await verify();
    await node.request("evm_revert", [snapshot]);
    expect(stdout).to.match(/^Deployer +80 SCV, 0 SCV of votes$/m);
    expect(stdout).to.match(/^Quorum +4 % of the locked SCV, at least 10 SCV; now 10 SCV$/m);
    expect(stdout).to.match(/^Budgets +none$/m);
    expect(stderr).to.match(/^Error: The code matches, but the DAO is not in control\. The deployer 0x\w+ can pass /);
    expect(code).to.equal(1);
  });

  async function verifyRecord(changed: DeploymentRecord): Promise<Ended> {
    const copy = await mkdtemp(path.join(tmpdir(), "servicecoin-"));
    await cp(folder, copy, { recursive: true });
    await writeFile(file(copy), JSON.stringify(changed));
    const ended = await runHere("verify", "localhost", { ...env, DEPLOYMENTS_ROOT: copy });
    await rm(copy, { recursive: true });
    return ended;
  }

  async function ownerSlot(contract: string): Promise<string> {
    const dao = record.contracts.ServiceDAO.address.slice(2).toLowerCase();
    for (let slot = 0; slot < 32; slot++) {
      const word = await node.request("eth_getStorageAt", [contract, `0x${slot.toString(16)}`, "latest"]);
      if (String(word).endsWith(dao)) return `0x${slot.toString(16)}`;
    }
    throw new Error("no slot holds the owner");
  }
});

describe("flow: withoutImmutables", () => {
  it("puts zeros where immutables are, and nowhere else", () => {
    const references = {
      "7": [{ start: 1, length: 2 }],
      "9": [
        { start: 4, length: 1 },
        { start: 6, length: 9 },
      ],
    };
    expect(withoutImmutables("0x1111111111111111", references)).to.equal("0x1100001100110000");
  });

  it("leaves code alone that has none", async () => {
    const { deployedBytecode } = await hre.artifacts.readArtifact("ServiceCoin");
    expect(withoutImmutables(deployedBytecode, {})).to.equal(deployedBytecode);
  });
});
