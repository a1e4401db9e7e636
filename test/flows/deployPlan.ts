import { expect } from "chai";
import { parseEther } from "ethers";
import { PARAMETERS, type Parameters } from "../../ignition/parameters.js";
import { parametersOf } from "../../scripts/lib/chain.js";
import { OperatorError } from "../../scripts/lib/errors.js";
import { BOUNDS, checkGuardianTime, makePlan } from "../../scripts/lib/plan.js";
import { systemFixture } from "../fixtures/system.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";

const DAY = 86_400;
const NOBODY = `0x${"0".repeat(40)}` as const;

describe("flow: makePlan", () => {
  const local = parametersOf("default");
  const sepolia = parametersOf("sepolia");
  let accounts: string[];

  before(async () => {
    accounts = (await ethers.getSigners()).map(({ address }) => address);
  });

  const planOf = (changes: Partial<Parameters>, base = local) =>
    makePlan({ ...base, ...changes }, "test", accounts, accounts.slice(1, 4).join(","));

  it("accepts every network's parameters", () => {
    for (const [name, parameters] of Object.entries(PARAMETERS)) makePlan(parameters, name, accounts, accounts[1]);
  });

  it("resolves accounts and shares among the first members to the last base unit", () => {
    const { initialSupply, treasuryShare, payouts, settings } = planOf({}, sepolia);
    expect({ initialSupply, treasuryShare, payouts }).to.deep.equal({
      initialSupply: parseEther("100"),
      treasuryShare: parseEther("50"),
      payouts: [
        { to: accounts[1], amount: 16_666_666_666_666_666_668n },
        { to: accounts[2], amount: 16_666_666_666_666_666_666n },
        { to: accounts[3], amount: 16_666_666_666_666_666_666n },
      ],
    });
    expect(settings.guardian).to.equal(NOBODY);
    expect(planOf({}).payouts).to.deep.equal(
      accounts.slice(1, 6).map((to, index) => ({ to, amount: parseEther(index === 4 ? "116" : "16") })),
    );
    expect(planOf({}).settings.guardian).to.equal(accounts[6]);
  });

  it("knows the bounds of the contracts", async () => {
    const { dao } = await networkHelpers.loadFixture(systemFixture);
    expect(await dao.MAX_VOTING_DELAY()).to.equal(BOUNDS.maxVotingDelay);
    expect(await dao.MAX_VOTING_PERIOD()).to.equal(BOUNDS.maxVotingPeriod);
    expect(await dao.MAX_EXECUTION_DELAY()).to.equal(BOUNDS.maxExecutionDelay);
    expect(await dao.MIN_GRACE_PERIOD()).to.equal(BOUNDS.minGracePeriod);
    expect(await dao.MAX_GRACE_PERIOD()).to.equal(BOUNDS.maxGracePeriod);
    expect(await dao.MAX_PROPOSAL_THRESHOLD_BPS()).to.equal(BOUNDS.maxProposalThresholdBps);
    expect(await dao.MAX_QUORUM_PERCENT()).to.equal(BOUNDS.maxQuorumPercent);
  });

  const supply = parseEther("200");
  const outsideTreasury = parseEther("180");
  const treasuryOnly = [{ to: "treasury" as const, amount: 1n }];

  const accepted: [string, Partial<Parameters>][] = [
    ["allocations up to maxSupply", { maxSupply: supply }],
    ["the highest maxSupply", { maxSupply: BOUNDS.maxSupply }],
    ["no voting delay", { votingDelay: 0 }],
    ["the longest voting delay", { votingDelay: 30 * DAY }],
    ["the shortest voting period", { votingPeriod: 1, lateQuorumExtension: 0 }],
    ["the longest voting period", { votingPeriod: 60 * DAY }],
    ["an extension as long as the voting period", { lateQuorumExtension: local.votingPeriod }],
    ["no execution delay", { executionDelay: 0 }],
    ["the longest execution delay", { executionDelay: 30 * DAY }],
    ["the shortest grace period", { gracePeriod: 1 * DAY }],
    ["the longest grace period", { gracePeriod: 90 * DAY }],
    ["a threshold of 5 %", { proposalThreshold: parseEther("10") }],
    ["no threshold", { proposalThreshold: 0n }],
    ["no quorum in percent", { quorumPercent: 0 }],
    ["the highest quorum in percent", { quorumPercent: 30 }],
    ["a floor of all that can vote", { quorumFloor: outsideTreasury }],
    ["no floor", { quorumFloor: 0n }],
    ["no guardian", { guardian: NOBODY, guardianUntil: 0 }],
  ];
  for (const [what, changes] of accepted) {
    it(`accepts ${what}`, () => {
      planOf(changes);
    });
  }

  const refused: [string, Partial<Parameters>, string][] = [
    ["an account below zero", { allocations: [{ to: -1, amount: 1n }] }, "an allocation is account -1 of the node"],
    ["half an account", { guardian: 1.5 }, "the guardian is account 1.5 of the node"],
    [
      "allocations above maxSupply",
      { maxSupply: supply - 1n },
      "the allocations are 200.0 SCV and maxSupply is only 199.9",
    ],
    ["a maxSupply above 96 bits", { maxSupply: BOUNDS.maxSupply + 1n }, "maxSupply is above 2**96 - 1"],
    ["no allocations", { allocations: [] }, "there are no allocations"],
    ["an empty allocation", { allocations: [{ to: 1, amount: 0n }] }, "is not above zero"],
    ["a negative allocation", { allocations: [{ to: 1, amount: -1n }] }, "is not above zero"],
    [
      "two allocations of one account",
      { allocations: [...treasuryOnly, ...treasuryOnly] },
      "treasury has more than one",
    ],
    ["an allocation to nobody", { allocations: [{ to: NOBODY, amount: 1n }] }, "goes to the zero address"],
    ["an allocation to no address", { allocations: [{ to: "0x12", amount: 1n }] }, '"0x12" is not an address'],
    [
      "an account that the node lacks",
      { allocations: [{ to: 20, amount: 1n }] },
      "an allocation is account 20 of the node",
    ],
    ["coins for the deployer", { allocations: [{ to: 0, amount: 1n }] }, "an allocation goes to the deployer"],
    [
      "a voting delay above the bound",
      { votingDelay: 30 * DAY + 1 },
      "votingDelay is 2592001, not between 0 and 2592000",
    ],
    ["a negative voting delay", { votingDelay: -1 }, "votingDelay is -1"],
    ["a voting delay with a fraction", { votingDelay: 1.5 }, "votingDelay is 1.5"],
    ["no voting period", { votingPeriod: 0, lateQuorumExtension: 0 }, "votingPeriod is 0, not between 1"],
    ["a voting period above the bound", { votingPeriod: 60 * DAY + 1 }, "votingPeriod is 5184001"],
    [
      "an extension above the voting period",
      { lateQuorumExtension: 21 },
      "lateQuorumExtension is 21, not between 0 and 20",
    ],
    ["an execution delay above the bound", { executionDelay: 30 * DAY + 1 }, "executionDelay is 2592001"],
    ["a grace period below the bound", { gracePeriod: DAY - 1 }, "gracePeriod is 86399"],
    ["a grace period above the bound", { gracePeriod: 90 * DAY + 1 }, "gracePeriod is 7776001"],
    ["a threshold above 5 %", { proposalThreshold: parseEther("10") + 1n }, "not between 0 and 10.0 SCV"],
    ["a negative threshold", { proposalThreshold: -1n }, "proposalThreshold is"],
    ["a quorum above the bound", { quorumPercent: 31 }, "quorumPercent is 31, not between 0 and 30"],
    ["a floor above what can vote", { quorumFloor: outsideTreasury + 1n }, "the 180.0 SCV outside the treasury"],
    ["a negative floor", { quorumFloor: -1n }, "quorumFloor is"],
    ["a guardian without an end", { guardianUntil: 0 }, "guardian and guardianUntil go together"],
    ["an end without a guardian", { guardian: NOBODY }, "guardian and guardianUntil go together"],
    ["the deployer as guardian", { guardian: 0 }, "the guardian is the deployer"],
    ["an end that is no time", { guardianUntil: 2 ** 48 }, "guardianUntil is 281474976710656"],
  ];
  for (const [what, changes, reason] of refused) {
    it(`rejects ${what}`, () => {
      expect(() => planOf(changes))
        .to.throw(OperatorError, 'The parameters of "test" in ignition/parameters.ts are wrong: ')
        .with.property("message")
        .that.includes(reason);
    });
  }

  for (const [members, reason] of [
    ["", "The first members share 50.0 SCV: set SERVICECOIN_MEMBERS"],
    [" , ", "The first members share 50.0 SCV: set SERVICECOIN_MEMBERS"],
    ["0x12", 'SERVICECOIN_MEMBERS has "0x12", which is not an address'],
  ]) {
    it(`rejects "${members}" as members`, () => {
      expect(() => makePlan(sepolia, "test", accounts, members)).to.throw(OperatorError, reason);
    });
  }

  it("rejects the deployer and a duplicate as members", () => {
    expect(() => makePlan(sepolia, "test", accounts, accounts[0])).to.throw(OperatorError, "goes to the deployer");
    expect(() => makePlan(sepolia, "test", accounts, `${accounts[1]},${accounts[1]}`)).to.throw(
      OperatorError,
      "more than one allocation",
    );
  });

  it("rejects a guardian whose term has ended", () => {
    const plan = planOf({ guardianUntil: 1_000 });
    checkGuardianTime(plan, 999);
    expect(() => {
      checkGuardianTime(plan, 1_000);
    }).to.throw(OperatorError, "guardianUntil is 1970-01-01T00:16:40.000Z, which is in the past");
    checkGuardianTime(planOf({ guardian: NOBODY, guardianUntil: 0 }), 1_000);
  });
});
