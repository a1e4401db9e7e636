import { formatUnits, id as hash, parseEther, solidityPacked, type BytesLike } from "ethers";
import { waitFor, waitUntil } from "../lib/clock.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { FEE_BPS } from "./deals.js";
import { callOf, type Employment, type Funded } from "./employ.js";
import { reference, send, type Gains, type Proposal, type Stage } from "./story.js";

const FOR = 1;
const AGAINST = 0;
const SALARY = parseEther("1");
const BUDGET = parseEther("2");
const CAP = parseEther("5.5");
const MINTED = parseEther("10");
const DAY = 86_400n;
// So short that the story can be told again right away; a real cap is per week or month.
const CAP_PERIOD = 20n;

/** What is proposed. */
interface Plan {
  title: string;
  calls: [string, BytesLike][];
  gains: Gains;
}

/** Proposes limits for the treasury, a payroll, deals in the hub and new coins; returns them in the order in which they must be executed. */
export async function propose(stage: Stage, steps: Steps, employment: Employment): Promise<Proposal[]> {
  const { coin, treasury, hub } = stage.system;
  const { alice, bob, carol, dave, steward } = stage.cast;
  const [coinAddress, treasuryAddress] = [await coin.getAddress(), await treasury.getAddress()];
  const call = treasury.interface;
  const payouts = [bob, carol, dave].map((member) => solidityPacked(["address", "uint96"], [member.address, SALARY]));
  const escrow = Object.values<Funded>({ ...employment }).reduce((sum, { amount }) => sum + amount, 0n);
  const plans: Plan[] = [
    {
      title: `Cap the treasury at ${scv(CAP)} in ${CAP_PERIOD} seconds and give the steward a budget of ${scv(BUDGET)}`,
      calls: [
        [treasuryAddress, call.encodeFunctionData("setCap", [coinAddress, CAP, CAP_PERIOD])],
        [treasuryAddress, call.encodeFunctionData("setBudget", [steward.address, coinAddress, BUDGET, DAY])],
      ],
      gains: {},
    },
    {
      title: `Pay Bob, Carol and Dave ${scv(SALARY)} each`,
      calls: [[treasuryAddress, call.encodeFunctionData("payMany", [coinAddress, payouts, reference("payroll")])]],
      gains: { treasury: -3n * SALARY, bob: SALARY, carol: SALARY, dave: SALARY },
    },
    {
      title: `Take ${formatUnits(FEE_BPS, 2)} % in the hub, and open there an audit, a salary and a subscription`,
      calls: [
        [await hub.getAddress(), hub.interface.encodeFunctionData("setFee", [FEE_BPS])],
        ...(await Promise.all(Object.values<Funded>({ ...employment }).map((funded) => callOf(stage, funded)))),
      ],
      gains: { treasury: -escrow, hub: escrow },
    },
    {
      title: `Mint ${scv(MINTED)} for the treasury`,
      calls: [[coinAddress, coin.interface.encodeFunctionData("mint", [treasuryAddress, MINTED])]],
      gains: { treasury: MINTED },
    },
  ];
  steps.chapter("Alice proposes");
  // Votes count from the second after locking.
  await waitFor(stage.connection, 1n, "votes count");
  const proposals: Proposal[] = [];
  for (const plan of plans) {
    await steps.run(plan.title, async () => {
      const proposal = await proposeOne(stage, plan, alice.address);
      proposals.push(proposal);
      return `proposal ${proposal.id}`;
    });
  }
  return proposals;
}

async function proposeOne(
  { system: { dao }, cast: { alice } }: Stage,
  { title, calls, gains }: Plan,
  proposer: string,
): Promise<Proposal> {
  const id = (await dao.latestProposalId()) + 1n;
  const proposal = {
    id,
    targets: calls.map(([target]) => target),
    values: calls.map(() => 0n),
    calldatas: calls.map(([, data]) => data),
    // The number makes each telling a new proposal; the suffix keeps others from proposing it first and canceling it.
    description: `${title} (no. ${id})#proposer=${proposer}`,
    gains,
  };
  const { targets, values, calldatas, description } = proposal;
  await (await dao.connect(alice).propose(targets, values, calldatas, description)).wait();
  return proposal;
}

/** Members vote: one by one, by a ballot paper over all proposals, and by a signature. */
export async function vote(stage: Stage, steps: Steps, proposals: Proposal[]): Promise<void> {
  const { dao } = stage.system;
  const { alice, bob, dave } = stage.cast;
  const ids = proposals.map(({ id }) => id);
  const last = ids.at(-1) ?? 0n;
  steps.chapter("Members vote");
  await waitUntil(stage.connection, (await dao.proposalSnapshot(last)) + 1n, "voting opens");

  await steps.run("Alice votes for all with one ballot paper", async () => {
    await (
      await dao.connect(alice).castVotes(
        ids,
        ids.map(() => FOR),
      )
    ).wait();
    return `${ids.length} proposals, one transaction`;
  });
  await steps.run("Carol signs a ballot paper, a relayer submits it", async () => {
    await voteBySignature(
      stage,
      ids,
      ids.map(() => FOR),
    );
    return "no gas";
  });
  await steps.run("Bob votes for the first", async () => {
    await (await dao.connect(bob).castVote(ids[0] ?? 0n, FOR)).wait();
    return undefined;
  });
  await steps.run("Dave votes against new coins", async () => {
    await (await dao.connect(dave).castVoteWithReason(last, AGAINST, "not yet")).wait();
    return undefined;
  });
  for (const { id } of proposals) {
    await steps.run(`Count of proposal ${id}`, async () => {
      const [against, inFavor, abstain] = await dao.proposalVotes(id);
      return `for ${scv(inFavor)}, against ${scv(against)}, abstain ${scv(abstain)}`;
    });
  }
  await waitUntil(stage.connection, (await dao.proposalDeadline(last)) + 1n, "voting closes");
}

async function voteBySignature({ system: { chain, dao }, cast }: Stage, ids: bigint[], support: number[]) {
  const { carol, relayer } = cast;
  const ballot = { proposalIds: ids, support, voter: carol.address, nonce: await dao["nonces(address)"](carol) };
  const signature = await carol.signTypedData(
    { name: "ServiceDAO", version: "1", chainId: chain.id, verifyingContract: await dao.getAddress() },
    {
      BallotPaper: [
        { name: "proposalIds", type: "uint256[]" },
        { name: "support", type: "uint8[]" },
        { name: "voter", type: "address" },
        { name: "nonce", type: "uint256" },
      ],
    },
    ballot,
  );
  await (await dao.connect(relayer).castVotesBySig(ids, support, carol, signature)).wait();
}

/** Queues what was passed, waits for the delay and executes it. Anyone may. */
export async function execute(stage: Stage, steps: Steps, proposals: Proposal[]): Promise<void> {
  const { dao } = stage.system;
  const { relayer } = stage.cast;
  steps.chapter("Anyone queues and executes");
  for (const { id, targets, values, calldatas, description } of proposals) {
    await steps.run(`Queue proposal ${id}`, async () => {
      await (await dao.connect(relayer).queue(targets, values, calldatas, hash(description))).wait();
      return undefined;
    });
  }
  const last = proposals.at(-1)?.id ?? 0n;
  await waitUntil(stage.connection, await dao.proposalEta(last), "the delay is over");
  for (const { id, targets, values, calldatas, description, gains } of proposals) {
    await steps.run(`Execute proposal ${id}`, async () => {
      const executed = dao.connect(relayer).execute(targets, values, calldatas, hash(description));
      const { gasUsed } = await send(stage, executed, () => gains);
      return `${gasUsed} gas`;
    });
  }
}
