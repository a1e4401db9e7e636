import { formatUnits } from "ethers";
import {
  executeProposal,
  mintCall,
  openDealCall,
  parseScv,
  payManyCall,
  propose as submit,
  queueProposal,
  readProposal,
  setBudgetCall,
  setCapCall,
  setFeeCall,
  signBallotPaper,
  submitBallotPaper,
  vote as castVote,
  voteMany,
  type ProposalCall,
} from "@servicecoin/sdk";
import { waitFor, waitUntil } from "../lib/clock.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { FEE_BPS } from "./deals.js";
import type { Employment, Funded } from "./employ.js";
import { reference, send, type Gains, type Proposed, type Stage } from "./story.js";

const SALARY = parseScv("1");
const BUDGET = parseScv("2");
const CAP = parseScv("5.5");
const MINTED = parseScv("10");
const DAY = 86_400n;
// Short enough to run the demo again right away. A real cap is per week or month.
const CAP_PERIOD = 20n;

/** The content of a proposal. */
interface Draft {
  title: string;
  calls: ProposalCall[];
  gains: Gains;
}

/**
 * Proposes limits for the treasury, a payroll, deals in the hub and new coins.
 * @returns The proposals in the order in which they must be executed.
 */
export async function propose(stage: Stage, steps: Steps, employment: Employment): Promise<Proposed[]> {
  const { bob, carol, dave, steward } = stage.cast;
  const alice = stage.as("alice");
  const { ServiceCoin: asset, Treasury: treasury } = alice.addresses;
  const payouts = [bob, carol, dave].map(({ address }) => ({ to: address, amount: SALARY }));
  const deals = Object.values<Funded>({ ...employment });
  const escrow = deals.reduce((sum, { amount }) => sum + amount, 0n);
  const drafts: Draft[] = [
    {
      title: `Cap the treasury at ${scv(CAP)} in ${CAP_PERIOD} seconds and give the steward a budget of ${scv(BUDGET)}`,
      calls: [
        setCapCall(alice, { asset, amount: CAP, period: CAP_PERIOD }),
        setBudgetCall(alice, { steward: steward.address, asset, amount: BUDGET, period: DAY }),
      ],
      gains: {},
    },
    {
      title: `Pay Bob, Carol and Dave ${scv(SALARY)} each`,
      calls: [payManyCall(alice, { asset, payouts, ref: reference("payroll") })],
      gains: { treasury: -3n * SALARY, bob: SALARY, carol: SALARY, dave: SALARY },
    },
    {
      title: `Set the hub's fee to ${formatUnits(FEE_BPS, 2)} %, and open an audit, a salary and a subscription`,
      calls: [
        setFeeCall(alice, { feeBps: FEE_BPS }),
        ...deals.map(({ name, deal, amount }) => openDealCall(alice, { deal, amount, ref: reference(name) })),
      ],
      gains: { treasury: -escrow, hub: escrow },
    },
    {
      title: `Mint ${scv(MINTED)} for the treasury`,
      calls: [mintCall(alice, { to: treasury, amount: MINTED })],
      gains: { treasury: MINTED },
    },
  ];
  steps.chapter("Alice proposes");
  // Locked SCV counts from the next second.
  await waitFor(stage.connection, 1n, "the locked SCV counts");
  const proposals: Proposed[] = [];
  for (const { title, calls, gains } of drafts) {
    await steps.run(title, async () => {
      const number = (await alice.dao.latestProposalId()) + 1n;
      // The number makes each run of the demo propose something new.
      const description = `${title} (no. ${number})`;
      const { proposalId } = await submit(alice, { calls, description, exclusive: true });
      proposals.push({ proposalId, gains });
      return `proposal ${proposalId}`;
    });
  }
  return proposals;
}

/** Members vote on single proposals, on all proposals with a ballot paper, and by signature. */
export async function vote({ as, connection }: Stage, steps: Steps, proposals: Proposed[]): Promise<void> {
  const paper = proposals.map(({ proposalId }) => ({ proposalId, support: "for" as const }));
  const [first, last] = [paper.at(0)?.proposalId ?? 0n, paper.at(-1)?.proposalId ?? 0n];
  steps.chapter("Members vote");
  await waitUntil(connection, (await readProposal(as("alice"), last)).opensAt + 1n, "voting opens");

  await steps.run("Alice votes for all proposals with one ballot paper", async () => {
    await voteMany(as("alice"), paper);
    return `${paper.length} proposals, one transaction`;
  });
  await steps.run("Carol signs a ballot paper, a relayer submits it", async () => {
    await submitBallotPaper(as("relayer"), await signBallotPaper(as("carol"), paper));
    return "no gas";
  });
  await steps.run("Bob votes for the first proposal", async () => {
    await castVote(as("bob"), { proposalId: first, support: "for" });
    return undefined;
  });
  await steps.run("Dave votes against new coins", async () => {
    await castVote(as("dave"), { proposalId: last, support: "against", reason: "not yet" });
    return undefined;
  });
  for (const { proposalId } of proposals) {
    await steps.run(`Count of proposal ${proposalId}`, async () => {
      const { votes } = await readProposal(as("alice"), proposalId);
      return `for ${scv(votes.for)}, against ${scv(votes.against)}, abstain ${scv(votes.abstain)}`;
    });
  }
  await waitUntil(connection, (await readProposal(as("alice"), last)).closesAt + 1n, "voting closes");
}

/** Queues the passed proposals, waits for the delay and executes them, as any account can. */
export async function execute(stage: Stage, steps: Steps, proposals: Proposed[]): Promise<void> {
  const relayer = stage.as("relayer");
  let executableAt = 0n;
  steps.chapter("Anyone can queue and execute");
  for (const { proposalId } of proposals) {
    await steps.run(`Queue proposal ${proposalId}`, async () => {
      ({ executableAt } = await queueProposal(relayer, { proposalId }));
      return undefined;
    });
  }
  await waitUntil(stage.connection, executableAt, "the execution delay ends");
  for (const { proposalId, gains } of proposals) {
    await steps.run(`Execute proposal ${proposalId}`, async () => {
      const { receipt } = await send(stage, executeProposal(relayer, { proposalId }), () => gains);
      return `${receipt.gasUsed} gas`;
    });
  }
}
