import { expect } from "chai";
import { parseEther } from "ethers";
import { network } from "hardhat";
import { existsSync } from "node:fs";
import { parametersOf } from "../../scripts/lib/chain.js";
import { deploySystem } from "../../scripts/lib/deploySystem.js";
import { estimateCost } from "../../scripts/lib/estimate.js";
import { journalDirectory } from "../../scripts/lib/journal.js";
import { makePlan } from "../../scripts/lib/plan.js";
import { report } from "../../scripts/lib/report.js";

const local = parametersOf("default");
const GUARDIAN = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";

describe("flow: deploySystem, in-process", () => {
  async function deployed() {
    const connection = await network.create();
    const lines: string[] = [];
    const system = await deploySystem(connection, "default", (line) => lines.push(line));
    const accounts = (await connection.ethers.getSigners()).map(({ address }) => address);
    return { connection, lines, accounts, ...system };
  }
  let system: Awaited<ReturnType<typeof deployed>>;

  before(async () => {
    system = await deployed();
  });

  it("gives every power to the DAO", async () => {
    const { coin, votes, dao, treasury, hub, registry, reputation, validation, batch } = system;
    expect(await coin.owner()).to.equal(dao.target);
    expect(await treasury.owner()).to.equal(dao.target);
    expect(await treasury.coin()).to.equal(coin.target);
    expect(await hub.owner()).to.equal(dao.target);
    expect(await hub.coin()).to.equal(coin.target);
    expect(await hub.treasury()).to.equal(treasury.target);
    expect(await dao.token()).to.equal(votes.target);
    expect(await votes.underlying()).to.equal(coin.target);
    expect(await reputation.hub()).to.equal(hub.target);
    expect(await reputation.getIdentityRegistry()).to.equal(registry.target);
    expect(await validation.getIdentityRegistry()).to.equal(registry.target);
    expect(await batch.coin()).to.equal(coin.target);
  });

  it("pays the allocations and leaves the deployer nothing", async () => {
    const { coin, treasury, accounts, deployer } = system;
    expect(await coin.totalSupply()).to.equal(parseEther("200"));
    expect(await coin.cap()).to.equal(parseEther("10000000"));
    expect(await coin.balanceOf(treasury)).to.equal(parseEther("20"));
    for (const member of accounts.slice(1, 5)) expect(await coin.balanceOf(member)).to.equal(parseEther("16"));
    expect(await coin.balanceOf(accounts[5] ?? "")).to.equal(parseEther("116"));
    expect(deployer).to.equal(accounts[0]);
    expect(await coin.balanceOf(deployer)).to.equal(0n);
  });

  it("starts the DAO with the parameters", async () => {
    const { dao } = system;
    expect(await dao.votingDelay()).to.equal(local.votingDelay);
    expect(await dao.votingPeriod()).to.equal(local.votingPeriod);
    expect(await dao.lateQuorumVoteExtension()).to.equal(local.lateQuorumExtension);
    expect(await dao.executionDelay()).to.equal(local.executionDelay);
    expect(await dao.gracePeriod()).to.equal(local.gracePeriod);
    expect(await dao.proposalThreshold()).to.equal(local.proposalThreshold);
    expect(await dao["quorumNumerator()"]()).to.equal(local.quorumPercent);
    expect(await dao.quorumFloor()).to.equal(local.quorumFloor);
    expect(await dao.proposalGuardian()).to.equal(GUARDIAN);
    expect(await dao.guardianUntil()).to.equal(local.guardianUntil);
  });

  it("logs each step in order", () => {
    const { record, lines } = system;
    const { ServiceCoin, ServiceVotes, ServiceDAO, Treasury, PaymentHub } = record.contracts;
    const { ServiceRegistry, ServiceReputation, ServiceValidation, PaymentBatch } = record.contracts;
    const { Checkout, PairLiquidity, PayoutAccount, Credit } = record.contracts;
    const { weth, factory, router } = record.uniswap;
    expect(lines).to.deep.equal([
      `  ServiceCoin deployed to ${ServiceCoin.address}`,
      `  ServiceVotes deployed to ${ServiceVotes.address}`,
      `  ServiceDAO deployed to ${ServiceDAO.address}`,
      `  Treasury deployed to ${Treasury.address}`,
      `  PaymentHub deployed to ${PaymentHub.address}`,
      `  ServiceRegistry deployed to ${ServiceRegistry.address}`,
      `  ServiceReputation deployed to ${ServiceReputation.address}`,
      `  ServiceValidation deployed to ${ServiceValidation.address}`,
      `  PaymentBatch deployed to ${PaymentBatch.address}`,
      `  WETH9 deployed to ${weth}`,
      `  UniswapV2Factory deployed to ${factory}`,
      `  UniswapV2Router02 deployed to ${router}`,
      `  Checkout deployed to ${Checkout.address}`,
      `  PairLiquidity deployed to ${PairLiquidity.address}`,
      `  PayoutAccount deployed to ${PayoutAccount.address}`,
      `  Credit deployed to ${Credit.address}`,
      "  Treasury funded",
      "  Allocations paid",
      "  Ownership of the coin handed to the DAO",
      "  Multicall3 placed at 0xcA11bde05977b3631167028862bE2a173976CA11",
    ]);
  });

  it("records what is on chain", async () => {
    const { record, connection } = system;
    const { ethers } = connection;
    let gas = 0;
    for (const { address, codeHash, block, gasUsed, transactionHash } of Object.values(record.contracts)) {
      expect(codeHash).to.equal(ethers.keccak256(await ethers.provider.getCode(address)));
      const receipt = await ethers.provider.getTransactionReceipt(transactionHash);
      expect(receipt?.contractAddress).to.equal(address);
      expect(receipt?.blockNumber).to.equal(block);
      expect(receipt?.gasUsed).to.equal(BigInt(gasUsed));
      gas += gasUsed;
    }
    expect(record.transactions).to.equal(19);
    expect(record.gasUsed).to.be.greaterThan(gas);
    expect(record.genesisHash).to.equal((await ethers.provider.getBlock(0))?.hash);
  });

  it("writes no journal", () => {
    expect(system.chain.isInProcess).to.be.true;
    expect(existsSync(journalDirectory(system.chain.id))).to.equal(hadJournal);
  });

  it("reports contracts, owners, gas, deployer and guardian", async () => {
    const text = await report(system);
    for (const { address } of Object.values(system.record.contracts)) expect(text).to.include(address);
    expect(text).to.match(/ServiceCoin +0x[0-9a-fA-F]{40} +[\d,]+ +DAO\n/);
    expect(text).to.match(/ServiceVotes .* nobody\nServiceDAO .* itself\nTreasury .* DAO\nPaymentHub .* DAO\n/);
    expect(text).to.match(/ServiceRegistry .* nobody\nServiceReputation .* nobody\nServiceValidation .* nobody\n/);
    expect(text).to.match(/PaymentBatch .* nobody\nCheckout .* nobody\nPairLiquidity .* nobody\n/);
    expect(text).to.match(/PayoutAccount .* nobody\nCredit .* DAO\n/);
    expect(text).to.match(new RegExp(`Uniswap V2 +router ${system.record.uniswap.router}\n`));
    expect(text).to.match(/Total gas +[\d,]+ in 19 transactions/);
    expect(text).to.include(`${system.deployer} keeps no power and has 0 SCV`);
    expect(text).to.include(`${GUARDIAN} may cancel proposals until 2100-01-01`);
    expect(text).not.to.include("Written to");
  });

  it("estimates at least what it costs, and less than three times that", async () => {
    const { connection, accounts, record, deployer } = system;
    const { maxFeePerGas } = await connection.ethers.provider.getFeeData();
    const cost = await estimateCost(connection, makePlan(local, "default", accounts), deployer);
    const used = BigInt(record.gasUsed) * (maxFeePerGas ?? 0n);
    expect(cost)
      .to.be.at.least(used)
      .and.below(3n * used);
  });
});

/** Whether a developer's own node left one; this test must not add one. */
const hadJournal = existsSync(journalDirectory(31337));
