import type { AddressLike, BytesLike } from "ethers";
import { at } from "../../fixtures/at.js";
import { actionsOf, DAY, FOR, payout, proposalOf, SETTINGS } from "../../fixtures/system.js";
import { networkHelpers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { sign } from "../signatures.js";
import * as system from "../system.js";
import { AMOUNT, gasOf, HOLDERS, prepare, STRANGERS, type GasSystem, type Signer } from "../system.js";

const TEN = 10;

function paymentTo(gas: GasSystem, to: string, description = "Pay alice 1 SCV") {
  return proposalOf(description, system.payment(gas, to));
}

const paymentToHolder = (gas: GasSystem) => paymentTo(gas, gas.alice.address);

/** One vote on one proposal on which others voted for before. */
async function castVote(gas: GasSystem, voter: Signer, ...before: Signer[]): Promise<number> {
  const id = await system.open(gas, paymentToHolder(gas));
  await system.vote(gas, id, before);
  return gasOf(gas.dao.connect(voter).castVote(id, FOR));
}

/** Ten open proposals on which one voter voted for before. */
async function tenProposals(gas: GasSystem, before?: Signer) {
  const ids: bigint[] = [];
  for (let i = 1; i <= TEN; ++i) {
    await prepare(() => system.propose(gas, paymentTo(gas, gas.alice.address, `Pay alice ${i} SCV`)));
    ids.push(await gas.dao.latestProposalId());
  }
  await system.openVoting(gas.dao, at(ids, TEN - 1));
  const support = ids.map(() => FOR);
  if (before !== undefined) await prepare(() => gas.dao.connect(before).castVotes(ids, support));
  return { ids, support };
}

async function ballot(gas: GasSystem, voter: Signer, before?: Signer): Promise<number> {
  const { ids, support } = await tenProposals(gas, before);
  return gasOf(gas.dao.connect(voter).castVotes(ids, support));
}

async function signedBallot({ dao, relayer }: GasSystem, voter: Signer, ids: bigint[], support: number[]) {
  const message = { proposalIds: ids, support, voter: voter.address, nonce: await dao["nonces(address)"](voter) };
  const { serialized } = await sign(voter, dao, "BallotPaper", message);
  return dao.connect(relayer).castVotesBySig(ids, support, voter, serialized);
}

/** Gas of `queue` and of `execute`. */
async function settle(gas: GasSystem, to: string): Promise<{ queue: number; execute: number }> {
  const proposal = paymentTo(gas, to);
  await system.pass(gas, proposal, [gas.bob]);
  const queue = await gasOf(gas.dao.queue(...actionsOf(proposal)));
  await networkHelpers.time.increase(SETTINGS.executionDelay + DAY);
  return { queue, execute: await gasOf(gas.dao.execute(...actionsOf(proposal))) };
}

/** Propose, one vote that decides, queue, execute. */
async function life(gas: GasSystem, ...calls: [AddressLike, BytesLike][]): Promise<number> {
  const { dao, bob } = gas;
  const proposal = proposalOf("Payroll of May", ...calls);
  let used = await gasOf(system.propose(gas, proposal));
  const id = await dao.latestProposalId();
  await system.openVoting(dao, id);
  used += await gasOf(dao.connect(bob).castVote(id, FOR));
  await system.closeVoting(dao, id);
  used += await gasOf(dao.queue(...actionsOf(proposal)));
  await networkHelpers.time.increase(SETTINGS.executionDelay + DAY);
  return used + (await gasOf(dao.execute(...actionsOf(proposal))));
}

function payroll(gas: GasSystem, recipients: string[]): Promise<number> {
  const payouts = recipients.slice(0, TEN).map((to) => payout(to, AMOUNT));
  const { treasury, coin } = gas;
  const ref = `0x${"5a".repeat(32)}`;
  const data = treasury.interface.encodeFunctionData("payMany", [coin.target, payouts, ref]);
  return life(gas, [treasury, data]);
}

const proposing: Operation[] = [
  { name: "propose, one payment", run: (gas) => gasOf(system.propose(gas, paymentToHolder(gas))) },
  {
    name: "cancel",
    async run(gas) {
      const proposal = paymentToHolder(gas);
      await prepare(() => system.propose(gas, proposal));
      return gasOf(gas.dao.connect(gas.alice).cancel(...actionsOf(proposal)));
    },
  },
];

const voting: Operation[] = [
  { name: "castVote, repeat voter, after quorum", run: (gas) => castVote(gas, gas.erin, gas.bob) },
  { name: "castVote, repeat voter, before quorum", run: (gas) => castVote(gas, gas.erin, gas.dave) },
  { name: "castVote, first-time voter, after quorum", run: (gas) => castVote(gas, gas.newcomer, gas.bob) },
  { name: "castVote, first-time voter, before quorum", run: (gas) => castVote(gas, gas.newcomer, gas.dave) },
  { name: "castVote, repeat voter, first on the option", run: (gas) => castVote(gas, gas.erin) },
  { name: "castVote, reaches quorum", run: (gas) => castVote(gas, gas.carol, gas.dave) },
  { name: "castVote, reaches quorum alone", run: (gas) => castVote(gas, gas.carol) },
  {
    name: "castVoteBySig, after quorum",
    async run(gas) {
      const { dao, erin, relayer } = gas;
      const proposalId = await system.open(gas, paymentToHolder(gas));
      await system.vote(gas, proposalId, [gas.bob]);
      const message = { proposalId, support: FOR, voter: erin.address, nonce: await dao["nonces(address)"](erin) };
      const { serialized } = await sign(erin, dao, "Ballot", message);
      return gasOf(dao.connect(relayer).castVoteBySig(proposalId, FOR, erin, serialized));
    },
  },
];

const ballots: Operation[] = [
  { name: "castVotes on ten, after quorum", run: (gas) => ballot(gas, gas.erin, gas.bob) },
  { name: "castVotes on ten, before quorum", run: (gas) => ballot(gas, gas.erin, gas.dave) },
  { name: "castVotes on ten, first on the options", run: (gas) => ballot(gas, gas.erin) },
  { name: "castVotes on ten, reaches every quorum", run: (gas) => ballot(gas, gas.carol, gas.dave) },
  { name: "castVotes on ten, reaches every quorum alone", run: (gas) => ballot(gas, gas.carol) },
  {
    name: "castVotesBySig on ten, after quorum, first signature",
    async run(gas) {
      const { ids, support } = await tenProposals(gas, gas.bob);
      return gasOf(signedBallot(gas, gas.erin, ids, support));
    },
  },
  {
    name: "castVotesBySig on ten, after quorum, next signature",
    async run(gas) {
      const earlier = await system.open(gas, paymentTo(gas, gas.alice.address, "Pay alice 11 SCV"));
      await prepare(() => signedBallot(gas, gas.erin, [earlier], [FOR]));
      const { ids, support } = await tenProposals(gas, gas.bob);
      return gasOf(signedBallot(gas, gas.erin, ids, support));
    },
  },
];

const settling: Operation[] = [
  { name: "queue", run: async (gas) => (await settle(gas, gas.alice.address)).queue },
  { name: "execute, existing holder", run: async (gas) => (await settle(gas, gas.alice.address)).execute },
  { name: "execute, new holder", run: async (gas) => (await settle(gas, at(STRANGERS, 0))).execute },
  {
    name: "queue + execute, existing holder",
    async run(gas) {
      const { queue, execute } = await settle(gas, gas.alice.address);
      return queue + execute;
    },
  },
  { name: "payroll of ten, whole life, existing holders", run: (gas) => payroll(gas, HOLDERS) },
  { name: "payroll of ten, whole life, new holders", run: (gas) => payroll(gas, STRANGERS) },
];

export const dao: Subject = {
  title: "ServiceDAO",
  operations: [...proposing, ...voting, ...ballots, ...settling],
};
