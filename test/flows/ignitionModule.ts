import { expect } from "chai";
import { parseEther } from "ethers";
import hre, { network } from "hardhat";
import path from "node:path";
import { localAccount } from "../../ignition/localAccounts.js";
import serviceCoinModule, { serviceCoinSystem } from "../../ignition/modules/ServiceCoinSystem.js";
import { packPayout } from "../../ignition/plan.js";
import { CONTRACTS, createClient, type Client, type ContractName } from "../../packages/sdk/src/index.js";
import { parametersOf } from "../../scripts/lib/chain.js";
import { checkPower } from "../../scripts/lib/checks.js";
import { makePlan } from "../../scripts/lib/plan.js";
import { accountsOf } from "../fixtures/accounts.js";
import { at } from "../fixtures/at.js";
import { startHardhat } from "../fixtures/processes.js";

/** Uniswap comes before the contracts that use it. */
const FIRST_USER = CONTRACTS.indexOf("Checkout");
const UNISWAP = ["WETH9", "UniswapV2Factory", "UniswapV2Router02"];
const DEPLOYED = [...CONTRACTS.slice(0, FIRST_USER), ...UNISWAP, ...CONTRACTS.slice(FIRST_USER)];
const FUTURES = [...DEPLOYED, "FundTreasury", "PayAllocations", "HandOver"].map((id) => `ServiceCoinSystem#${id}`);

/** Deploys the default module to a new in-process chain. */
async function deployed(parameters: Record<string, bigint | number | string | string[]> = {}) {
  const { ignition, ethers } = await network.create();
  const system = await ignition.deploy(serviceCoinModule, { parameters: { ServiceCoinSystem: parameters } });
  // The module returns the contracts in the order of the names.
  const contracts = Object.values(system);
  const entries = await Promise.all(
    CONTRACTS.map(async (name, index) => [name, { address: await at(contracts, index).getAddress() }] as const),
  );
  const addresses = Object.fromEntries(entries) as Record<ContractName, { address: string }>;
  const client: Client = createClient(ethers.provider, { chainId: 31337, contracts: addresses });
  return { ...client, accounts: (await accountsOf(ethers)).map(({ address }) => address) };
}

describe("flow: the Ignition module", function () {
  describe("given npx hardhat ignition deploy", () => {
    it("deploys the system to the in-process chain", async function () {
      // It builds first, which takes minutes where `npm run compile` did not run before.
      this.timeout(900_000);
      const { code, stdout, stderr } = await startHardhat("ignition", "deploy", "ignition/modules/ServiceCoinSystem.ts")
        .ended;
      expect(code, stderr).to.equal(0);
      expect(stdout).to.include("[ ServiceCoinSystem ] successfully deployed");
      for (const name of CONTRACTS) {
        expect(stdout).to.match(new RegExp(`^ServiceCoinSystem#${name} - 0x[0-9a-fA-F]{40}$`, "m"));
      }
    });
  });

  it("builds what is deployed for production, and no mocks", async () => {
    const roots = await hre.solidity.getRootFilePaths({ scope: "contracts" });
    const results = await hre.solidity.build(roots, { buildProfile: "production", quiet: true });
    if (!hre.solidity.isSuccessfulBuildResult(results)) throw new Error("the build has failed");
    const built = [...results.keys()].map((file) =>
      path.relative(hre.config.paths.root, file).replaceAll(path.sep, "/"),
    );
    expect(built).to.include.members(CONTRACTS.map((name) => `contracts/${name}.sol`));
    expect(built.filter((file) => file.startsWith("contracts/mocks/"))).to.deep.equal([]);
  });

  describe("given no parameters", () => {
    it("deploys with the local parameters, and gives every power to the DAO", async () => {
      const { accounts, ...system } = await deployed();
      const deployer = at(accounts, 0);
      const { initialSupply, maxSupply, treasuryShare, payouts, settings } = makePlan(
        parametersOf("default"),
        "default",
        accounts,
      );
      const { coin, dao, treasury } = system;
      expect(await coin.totalSupply()).to.equal(initialSupply);
      expect(await coin.cap()).to.equal(maxSupply);
      expect(await coin.balanceOf(treasury)).to.equal(treasuryShare);
      for (const { to, amount } of payouts) expect(await coin.balanceOf(to)).to.equal(amount);
      expect(await coin.balanceOf(deployer)).to.equal(0n);
      expect(await dao.votingDelay()).to.equal(settings.votingDelay);
      expect(await dao.votingPeriod()).to.equal(settings.votingPeriod);
      expect(await dao.lateQuorumVoteExtension()).to.equal(settings.lateQuorumExtension);
      expect(await dao.executionDelay()).to.equal(settings.executionDelay);
      expect(await dao.gracePeriod()).to.equal(settings.gracePeriod);
      expect(await dao.proposalThreshold()).to.equal(settings.proposalThreshold);
      expect(await dao["quorumNumerator()"]()).to.equal(settings.quorumPercent);
      expect(await dao.quorumFloor()).to.equal(settings.quorumFloor);
      expect(await dao.proposalGuardian()).to.equal(settings.guardian);
      expect(await dao.guardianUntil()).to.equal(settings.guardianUntil);
      expect(await checkPower(system, deployer)).to.include.members(["coin.owner", "treasury.owner", "hub.owner"]);
    });
  });

  describe("given parameters", () => {
    it("deploys with them", async () => {
      const member = localAccount(3).address;
      const guardian = localAccount(4).address;
      const { coin, dao, treasury } = await deployed({
        initialSupply: parseEther("50"),
        maxSupply: parseEther("60"),
        treasuryShare: parseEther("20"),
        payouts: [packPayout({ to: member, amount: parseEther("30") })],
        votingPeriod: 77,
        guardian,
      });
      expect(await coin.totalSupply()).to.equal(parseEther("50"));
      expect(await coin.cap()).to.equal(parseEther("60"));
      expect(await coin.balanceOf(member)).to.equal(parseEther("30"));
      expect(await coin.balanceOf(treasury)).to.equal(parseEther("20"));
      expect(await dao.votingPeriod()).to.equal(77n);
      expect(await dao.proposalGuardian()).to.equal(guardian);
    });
  });

  it("is built like everything else, because a build's id depends even on the order of the settings", () => {
    const { default: tested, production } = hre.config.solidity.profiles;
    expect(JSON.stringify(production)).to.equal(JSON.stringify(tested));
  });

  it("has the future ids and dependencies of npm run deploy, so that both share a journal", async () => {
    const { ethers } = await network.create();
    const accounts = (await accountsOf(ethers)).map(({ address }) => address);
    const planned = serviceCoinSystem(makePlan(parametersOf("default"), "default", accounts));
    const graphOf = ({ futures }: Pick<typeof planned, "futures">) =>
      [...futures].map(({ id, dependencies }) => [id, [...dependencies].map((future) => future.id)]);
    expect(graphOf(serviceCoinModule)).to.deep.equal(graphOf(planned));
    expect([...planned.futures].map(({ id }) => id)).to.deep.equal(FUTURES);
  });
});
