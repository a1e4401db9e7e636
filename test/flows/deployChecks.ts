import { expect } from "chai";
import { MaxUint256, type AddressLike, type TransactionReceipt } from "ethers";
import { network } from "hardhat";
import { parametersOf } from "../../scripts/lib/chain.js";
import { checkPower, checkStart, type Contracts } from "../../scripts/lib/checks.js";
import { readCreations, type Creation } from "../../scripts/lib/creations.js";
import { deploySystem, type DeployedSystem } from "../../scripts/lib/deploySystem.js";
import { OperatorError } from "../../scripts/lib/errors.js";
import type { Plan } from "../../ignition/plan.js";
import { makePlan } from "../../scripts/lib/plan.js";
import { accountsOf } from "../fixtures/accounts.js";
import { ethers } from "../fixtures/chain.js";
import { deployUniswap } from "../fixtures/pair.js";
import { INITIAL_SUPPLY, MAX_SUPPLY, SETTINGS } from "../fixtures/system.js";

describe("flow: checkPower", () => {
  let deployer: string;
  let contracts: Contracts;
  let uniswap: { weth: AddressLike; factory: AddressLike };

  const coinOf = () => ethers.deployContract("ServiceCoin", [deployer, deployer, INITIAL_SUPPLY, MAX_SUPPLY]);

  beforeEach(async () => {
    const [signer, guardian] = await accountsOf(ethers);
    deployer = signer.address;
    const coin = await coinOf();
    const votes = await ethers.deployContract("ServiceVotes", [coin]);
    const settings = { ...SETTINGS, guardian: guardian.address, guardianUntil: 2n ** 40n };
    const dao = await ethers.deployContract("ServiceDAO", [votes, settings]);
    const treasury = await ethers.deployContract("Treasury", [dao, coin]);
    const hub = await ethers.deployContract("PaymentHub", [dao, coin, treasury]);
    const registry = await ethers.deployContract("ServiceRegistry");
    const reputation = await ethers.deployContract("ServiceReputation", [registry, hub]);
    const validation = await ethers.deployContract("ServiceValidation", [registry]);
    const batch = await ethers.deployContract("PaymentBatch", [coin]);
    const { weth, factory } = await deployUniswap(ethers, signer);
    const checkout = await ethers.deployContract("Checkout", [coin, hub, weth, factory]);
    const liquidity = await ethers.deployContract("PairLiquidity", [checkout]);
    const payoutAccount = await ethers.deployContract("PayoutAccount", [coin, hub, registry]);
    const credit = await ethers.deployContract("Credit", [dao, coin, hub, treasury, payoutAccount]);
    await coin.transferOwnership(dao);
    uniswap = { weth, factory };
    contracts = {
      ...{ coin, votes, dao, treasury, hub, registry, reputation, validation, batch },
      ...{ checkout, liquidity, payoutAccount, credit },
    };
  });

  async function expectFailure(changes: Partial<Contracts>, fact: string): Promise<void> {
    const failed: unknown = await checkPower({ ...contracts, ...changes }, deployer).catch((error: unknown) => error);
    expect(failed)
      .to.be.instanceOf(OperatorError)
      .with.property("message")
      .that.matches(new RegExp(`^Check failed: ${fact} is`));
  }

  it("passes when the DAO has every power", async () => {
    expect(await checkPower(contracts, deployer)).to.deep.equal([
      "coin.owner",
      "treasury.owner",
      "treasury.coin",
      "hub.owner",
      "hub.coin",
      "hub.treasury",
      "dao.token",
      "votes.underlying",
      "reputation.hub",
      "reputation.registry",
      "validation.registry",
      "batch.coin",
      "checkout.coin",
      "checkout.hub",
      "liquidity.coin",
      "liquidity.weth",
      "liquidity.pair",
      "payoutAccount.coin",
      "payoutAccount.hub",
      "payoutAccount.registry",
      "credit.owner",
      "credit.coin",
      "credit.hub",
      "credit.treasury",
      "credit.implementation",
      "dao.proposalGuardian",
    ]);
  });

  it("fails when the deployer still owns the coin", async () => {
    const coin = await coinOf();
    await expectFailure({ coin }, "coin.owner");
  });

  it("fails when the deployer owns the treasury", async () => {
    await expectFailure(
      { treasury: await ethers.deployContract("Treasury", [deployer, contracts.coin]) },
      "treasury.owner",
    );
  });

  it("fails when the treasury has another coin", async () => {
    const treasury = await ethers.deployContract("Treasury", [contracts.dao, await coinOf()]);
    await expectFailure({ treasury }, "treasury.coin");
  });

  it("fails when the deployer owns the hub", async () => {
    const { coin, treasury } = contracts;
    await expectFailure({ hub: await ethers.deployContract("PaymentHub", [deployer, coin, treasury]) }, "hub.owner");
  });

  it("fails when the hub has another coin", async () => {
    const { dao, treasury } = contracts;
    await expectFailure(
      { hub: await ethers.deployContract("PaymentHub", [dao, await coinOf(), treasury]) },
      "hub.coin",
    );
  });

  it("fails when the hub's fees go to the deployer", async () => {
    const { dao, coin } = contracts;
    await expectFailure({ hub: await ethers.deployContract("PaymentHub", [dao, coin, deployer]) }, "hub.treasury");
  });

  it("fails when the DAO counts other votes", async () => {
    await expectFailure({ votes: await ethers.deployContract("ServiceVotes", [contracts.coin]) }, "dao.token");
  });

  it("fails when the votes lock another coin", async () => {
    const coin = await coinOf();
    await coin.transferOwnership(contracts.dao);
    const treasury = await ethers.deployContract("Treasury", [contracts.dao, coin]);
    const hub = await ethers.deployContract("PaymentHub", [contracts.dao, coin, treasury]);
    await expectFailure({ coin, treasury, hub }, "votes.underlying");
  });

  it("fails when payments are batched for another coin", async () => {
    await expectFailure({ batch: await ethers.deployContract("PaymentBatch", [await coinOf()]) }, "batch.coin");
  });

  it("fails when the checkout sells another coin or pays another hub, or liquidity goes to another pair", async () => {
    const { dao, coin, treasury, hub } = contracts;
    const { weth, factory } = uniswap;
    const other = await coinOf();
    const otherCoin = await ethers.deployContract("Checkout", [other, hub, weth, factory]);
    await expectFailure({ checkout: otherCoin }, "checkout.coin");
    const otherHub = await ethers.deployContract("PaymentHub", [dao, coin, treasury]);
    const checkout = await ethers.deployContract("Checkout", [coin, otherHub, weth, factory]);
    await expectFailure({ checkout }, "checkout.hub");
    await expectFailure({ liquidity: await ethers.deployContract("PairLiquidity", [otherCoin]) }, "liquidity.coin");
    const [signer] = await accountsOf(ethers);
    const another = await deployUniswap(ethers, signer);
    const otherWeth = await ethers.deployContract("Checkout", [coin, hub, another.weth, factory]);
    await expectFailure({ liquidity: await ethers.deployContract("PairLiquidity", [otherWeth]) }, "liquidity.weth");
    const otherPair = await ethers.deployContract("Checkout", [coin, hub, weth, another.factory]);
    await expectFailure({ liquidity: await ethers.deployContract("PairLiquidity", [otherPair]) }, "liquidity.pair");
  });

  it("fails when payout accounts or loans belong to other contracts or another owner", async () => {
    const { dao, coin, treasury, hub, registry, payoutAccount } = contracts;
    const other = await coinOf();
    const otherHub = await ethers.deployContract("PaymentHub", [dao, coin, treasury]);
    const account = (...args: unknown[]) => ethers.deployContract("PayoutAccount", args);
    await expectFailure({ payoutAccount: await account(other, hub, registry) }, "payoutAccount.coin");
    await expectFailure({ payoutAccount: await account(coin, otherHub, registry) }, "payoutAccount.hub");
    await expectFailure({ payoutAccount: await account(coin, hub, coin) }, "payoutAccount.registry");
    const credit = (...args: unknown[]) => ethers.deployContract("Credit", args);
    await expectFailure({ credit: await credit(coin, coin, hub, treasury, payoutAccount) }, "credit.owner");
    await expectFailure({ credit: await credit(dao, other, hub, treasury, payoutAccount) }, "credit.coin");
    await expectFailure({ credit: await credit(dao, coin, otherHub, treasury, payoutAccount) }, "credit.hub");
    await expectFailure({ credit: await credit(dao, coin, hub, dao, payoutAccount) }, "credit.treasury");
    await expectFailure({ credit: await credit(dao, coin, hub, treasury, hub) }, "credit.implementation");
  });

  it("fails when ratings are backed by the deals of another hub", async () => {
    const { dao, coin, treasury, registry } = contracts;
    const other = await ethers.deployContract("PaymentHub", [dao, coin, treasury]);
    const reputation = await ethers.deployContract("ServiceReputation", [registry, other]);
    await expectFailure({ reputation }, "reputation.hub");
  });

  it("fails when the services of another registry are rated or validated", async () => {
    const other = await ethers.deployContract("ServiceRegistry");
    const reputation = await ethers.deployContract("ServiceReputation", [other, contracts.hub]);
    await expectFailure({ reputation }, "reputation.registry");
    const validation = await ethers.deployContract("ServiceValidation", [other]);
    await expectFailure({ validation }, "validation.registry");
  });

  it("fails when the deployer is the guardian", async () => {
    const guardian = await contracts.dao.proposalGuardian();
    const failed: unknown = await checkPower(contracts, guardian).catch((error: unknown) => error);
    expect(failed)
      .to.be.instanceOf(OperatorError)
      .with.property("message", `Check failed: dao.proposalGuardian is the deployer ${guardian}.`);
  });
});

describe("flow: checkStart", () => {
  let system: DeployedSystem;
  let plan: Plan;
  let payments: TransactionReceipt[];
  let creations: Creation[];

  before(async () => {
    const connection = await network.create();
    system = await deploySystem(connection);
    const { provider } = connection.ethers;
    const accounts = (await accountsOf(connection.ethers)).map(({ address }) => address);
    plan = makePlan(parametersOf("default"), "default", accounts);
    creations = await readCreations(connection, system.record.contracts);
    payments = [];
    for (let number = 1; number <= 19; number++) {
      const hash = (await provider.getBlock(number))?.transactions[0] ?? "";
      const receipt = await provider.getTransactionReceipt(hash);
      if (receipt?.contractAddress === null) payments.push(receipt);
    }
  });

  it("passes for the plan that was deployed", () => {
    expect(payments).to.have.length(3);
    expect(checkStart(system, plan, system.deployer, payments, creations)).to.include.members([
      "coin.cap",
      "allocations",
    ]);
  });

  function expectFailure(changed: Plan, receipts: TransactionReceipt[], fact: string): void {
    expect(() => checkStart(system, changed, system.deployer, receipts, creations)).to.throw(
      OperatorError,
      new RegExp(`^Check failed: ${fact} is`),
    );
  }

  const settings: [keyof Plan["settings"], string][] = [
    ["votingDelay", "dao.votingDelay"],
    ["votingPeriod", "dao.votingPeriod"],
    ["lateQuorumExtension", "dao.lateQuorumVoteExtension"],
    ["executionDelay", "dao.executionDelay"],
    ["gracePeriod", "dao.gracePeriod"],
    ["proposalThreshold", "dao.proposalThreshold"],
    ["quorumPercent", "dao.quorumNumerator"],
    ["quorumFloor", "dao.quorumFloor"],
    ["guardianUntil", "dao.guardianUntil"],
  ];
  for (const [setting, fact] of settings) {
    it(`fails when ${fact} is not what was planned`, () => {
      const changed = BigInt(plan.settings[setting]) + 1n;
      const value = typeof plan.settings[setting] === "bigint" ? changed : Number(changed);
      expectFailure({ ...plan, settings: { ...plan.settings, [setting]: value } }, payments, fact);
    });
  }

  it("fails when the guardian is not who was planned", () => {
    const changed = { ...plan, settings: { ...plan.settings, guardian: system.coin.target as string } };
    expectFailure(changed, payments, "dao.proposalGuardian");
  });

  it("fails when the supply is not what was planned", () => {
    expectFailure({ ...plan, maxSupply: MaxUint256 }, payments, "coin.cap");
    expectFailure({ ...plan, initialSupply: 1n }, payments, "coin.totalSupply");
  });

  it("fails when an allocation did not arrive, or arrived twice", () => {
    expectFailure(plan, payments.slice(1), "allocations");
    expectFailure(plan, payments.slice(0, 1), "allocations");
    expectFailure(plan, [...payments, ...payments], "allocations");
    expectFailure({ ...plan, treasuryShare: plan.treasuryShare + 1n }, payments, "allocations");
  });
});
