import { parseEther, type AddressLike, type BytesLike } from "ethers";
import { accountsOf } from "../../fixtures/accounts.js";
import { at } from "../../fixtures/at.js";
import { actionsOf, DAY, FOR, proposalOf, type Proposal } from "../../fixtures/system.js";
import { ethers, networkHelpers } from "../chain.js";
import { AMOUNT, gasOf, HOLDERS, prepare, STRANGERS, type Signer } from "../system.js";
import type { PeerGas } from "./peer.js";

const PEER = "OpenZeppelin Governor + Timelock";
const TEN = 10;

/** The same members as in `gasFixture`; the timelock holds the coins, and a proposal was executed. Quorum is 10. */
async function governorFixture() {
  const [deployer, alice, bob, carol, dave, erin, newcomer] = await accountsOf(ethers);
  const token = await ethers.deployContract("PeerERC20Votes", [deployer, parseEther("250")]);
  const timelock = await ethers.deployContract("PeerTimelock", [deployer]);
  const governor = await ethers.deployContract("PeerGovernor", [token, timelock]);
  for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
    await prepare(() => timelock.grantRole(role, governor));
  }
  await prepare(() => token.transfer(timelock, parseEther("100")));
  for (const holder of HOLDERS.slice(0, TEN)) await prepare(() => token.transfer(holder, parseEther("5")));
  const members: [Signer, string][] = [
    [alice, "40"],
    [bob, "20"],
    [carol, "12"],
    [dave, "3"],
    [erin, "2"],
    [newcomer, "4"],
  ];
  for (const [member, amount] of members) {
    await prepare(
      () => token.transfer(member, parseEther(amount)),
      () => token.connect(member).delegate(member),
    );
  }
  await networkHelpers.mine();
  const peer = { token, timelock, governor, alice, bob, carol, dave, erin };
  await life(peer, proposalOf("Pay bob 1.25 SCV", payment(peer, at(HOLDERS, 0))), [alice, bob, carol, dave, erin]);
  return peer;
}

type Peer = Pick<Awaited<ReturnType<typeof governorFixture>>, "token" | "governor" | "alice" | "bob">;
type Whole = Awaited<ReturnType<typeof governorFixture>>;

function payment({ token }: Pick<Peer, "token">, to: string): [AddressLike, BytesLike] {
  return [token, token.interface.encodeFunctionData("transfer", [to, AMOUNT])];
}

function propose({ governor, alice }: Peer, { targets, values, calldatas, description }: Proposal) {
  return governor.connect(alice).propose(targets, values, calldatas, description);
}

async function openVoting({ governor }: Peer, proposal: Proposal): Promise<bigint> {
  const id = await governor.getProposalId(...actionsOf(proposal));
  await networkHelpers.time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
  return id;
}

async function open(peer: Peer, proposal: Proposal): Promise<bigint> {
  await prepare(() => propose(peer, proposal));
  return openVoting(peer, proposal);
}

/** Queues and executes after the vote is over; returns the gas of both. */
async function settle({ governor }: Peer, proposal: Proposal, id: bigint): Promise<number> {
  await networkHelpers.time.increaseTo((await governor.proposalDeadline(id)) + 1n);
  const queue = await gasOf(governor.queue(...actionsOf(proposal)));
  await networkHelpers.time.increase(3 * DAY);
  return queue + (await gasOf(governor.execute(...actionsOf(proposal))));
}

async function life(peer: Peer, proposal: Proposal, voters: Signer[]): Promise<number> {
  let used = await gasOf(propose(peer, proposal));
  const id = await openVoting(peer, proposal);
  for (const voter of voters) used += await gasOf(peer.governor.connect(voter).castVote(id, FOR));
  return used + (await settle(peer, proposal, id));
}

async function castVote(peer: Whole, ...before: Signer[]): Promise<number> {
  const id = await open(peer, proposalOf("Pay alice 1 SCV", payment(peer, at(HOLDERS, 0))));
  for (const voter of before) await prepare(() => peer.governor.connect(voter).castVote(id, FOR));
  return gasOf(peer.governor.connect(peer.erin).castVote(id, FOR));
}

/** Ten votes in ten transactions. */
async function tenVotes(peer: Whole, before?: Signer): Promise<number> {
  const proposals = Array.from({ length: TEN }, (_, i) =>
    proposalOf(`Pay alice ${i + 1} SCV`, payment(peer, at(HOLDERS, 0))),
  );
  for (const proposal of proposals) await prepare(() => propose(peer, proposal));
  await openVoting(peer, at(proposals, TEN - 1));
  let used = 0;
  for (const proposal of proposals) {
    const id = await peer.governor.getProposalId(...actionsOf(proposal));
    if (before !== undefined) await prepare(() => peer.governor.connect(before).castVote(id, FOR));
    used += await gasOf(peer.governor.connect(peer.erin).castVote(id, FOR));
  }
  return used;
}

async function queueAndExecute(peer: Whole): Promise<number> {
  const proposal = proposalOf("Pay alice 1 SCV", payment(peer, at(HOLDERS, 0)));
  const id = await open(peer, proposal);
  await prepare(() => peer.governor.connect(peer.bob).castVote(id, FOR));
  return settle(peer, proposal, id);
}

function payroll(peer: Whole, recipients: string[]): Promise<number> {
  const calls = recipients.slice(0, TEN).map((to) => payment(peer, to));
  return life(peer, proposalOf("Payroll of May", ...calls), [peer.bob]);
}

const RUNS: [operation: string, run: (peer: Whole) => Promise<number>, how?: string][] = [
  [
    "propose, one payment",
    (peer) => gasOf(propose(peer, proposalOf("Pay alice 1 SCV", payment(peer, at(HOLDERS, 0))))),
  ],
  ["castVote, repeat voter, after quorum", (peer) => castVote(peer, peer.bob)],
  ["castVote, repeat voter, before quorum", (peer) => castVote(peer, peer.dave)],
  ["castVote, first-time voter, after quorum", (peer) => castVote(peer, peer.bob)],
  ["castVote, first-time voter, before quorum", (peer) => castVote(peer, peer.dave)],
  ["castVote, repeat voter, first on the option", (peer) => castVote(peer)],
  ["castVotes on ten, after quorum", (peer) => tenVotes(peer, peer.bob), "ten transactions"],
  ["castVotes on ten, first on the options", (peer) => tenVotes(peer), "ten transactions"],
  ["queue + execute, existing holder", queueAndExecute],
  ["payroll of ten, whole life, existing holders", (peer) => payroll(peer, HOLDERS), "ten calls"],
  ["payroll of ten, whole life, new holders", (peer) => payroll(peer, STRANGERS), "ten calls"],
];

/** Measures the governor that runs here. */
export async function measureGovernor(): Promise<PeerGas[]> {
  const measured: PeerGas[] = [];
  for (const [operation, run, how] of RUNS) {
    const gas = await run(await networkHelpers.loadFixture(governorFixture));
    measured.push({
      subject: "dao",
      operation,
      peer: how === undefined ? PEER : `${PEER}, ${how}`,
      gas,
      recorded: false,
    });
  }
  return measured;
}
