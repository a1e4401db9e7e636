import { expect } from "chai";
import { parseEther } from "ethers";
import { network } from "hardhat";
import serviceCoinModule, { serviceCoinSystem } from "../../ignition/modules/ServiceCoinSystem.js";
import { CONTRACTS } from "../../packages/sdk/src/index.js";
import { parametersOf } from "../../scripts/lib/chain.js";
import { checkPower } from "../../scripts/lib/checks.js";
import { makePlan } from "../../scripts/lib/plan.js";
import { accountsOf } from "../fixtures/accounts.js";
import { packPayout } from "../../ignition/plan.js";
import { startHardhat } from "../fixtures/processes.js";

const FUTURES = [...CONTRACTS, "FundTreasury", "PayAllocations", "HandOver"].map((id) => `ServiceCoinSystem#${id}`);

describe("flow: the Ignition module", function () {
  this.timeout(60_000);

  describe("given npx hardhat ignition deploy", () => {
    it("deploys the system to the in-process chain", async () => {
      const { code, stdout, stderr } = await startHardhat("ignition", "deploy", "ignition/modules/ServiceCoinSystem.ts")
        .ended;
      expect(code, stderr).to.equal(0);
      expect(stdout).to.include("[ ServiceCoinSystem ] successfully deployed");
      for (const name of CONTRACTS) {
        expect(stdout).to.match(new RegExp(`^ServiceCoinSystem#${name} - 0x[0-9a-fA-F]{40}$`, "m"));
      }
    });
  });

  describe("given no parameters", () => {
    it("deploys with the local parameters, and gives every power to the DAO", async () => {
      const { ignition, ethers } = await network.create();
      const system = await ignition.deploy(serviceCoinModule);
      const accounts = (await accountsOf(ethers)).map(({ address }) => address);
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
      expect(await coin.balanceOf(accounts[0])).to.equal(0n);
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
      expect(await checkPower(system, accounts[0])).to.include.members(["coin.owner", "treasury.owner", "hub.owner"]);
    });
  });

  describe("given parameters", () => {
    it("deploys with them", async () => {
      const { ignition, ethers } = await network.create();
      const [, , , member, guardian] = await accountsOf(ethers);
      const payouts = [packPayout({ to: member.address, amount: parseEther("30") })];
      const { coin, dao, treasury } = await ignition.deploy(serviceCoinModule, {
        parameters: {
          ServiceCoinSystem: {
            initialSupply: parseEther("50"),
            maxSupply: parseEther("60"),
            treasuryShare: parseEther("20"),
            payouts,
            votingPeriod: 77,
            guardian: guardian.address,
          },
        },
      });
      expect(await coin.totalSupply()).to.equal(parseEther("50"));
      expect(await coin.cap()).to.equal(parseEther("60"));
      expect(await coin.balanceOf(member)).to.equal(parseEther("30"));
      expect(await coin.balanceOf(treasury)).to.equal(parseEther("20"));
      expect(await dao.votingPeriod()).to.equal(77n);
      expect(await dao.proposalGuardian()).to.equal(guardian.address);
    });
  });

  it("has the future ids and dependencies of npm run deploy, so that one continues the journal of the other", async () => {
    const { ethers } = await network.create();
    const accounts = (await accountsOf(ethers)).map(({ address }) => address);
    const planned = serviceCoinSystem(makePlan(parametersOf("default"), "default", accounts));
    const graphOf = ({ futures }: Pick<typeof planned, "futures">) =>
      [...futures].map(({ id, dependencies }) => [id, [...dependencies].map((future) => future.id)]);
    expect(graphOf(serviceCoinModule)).to.deep.equal(graphOf(planned));
    expect([...planned.futures].map(({ id }) => id)).to.deep.equal(FUTURES);
  });
});
