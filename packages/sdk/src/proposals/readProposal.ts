import { keccak256 } from "ethers";
import { inNextBlock } from "../clock.js";
import type { Client } from "../core/client.js";
import { providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { decodeLogs, type ServiceCoinEvent } from "../core/events.js";
import { bytesOfStrings } from "../core/tolerantInterface.js";
import { queryLogs } from "../logs/queryLogs.js";
import { customCall, type ProposalCall } from "./calls/call.js";
import { readIndexedProposals } from "./indexedProposals.js";
import { proposalStateOf, type ProposalState } from "./states.js";

/** The current state of a proposal. Times are seconds since 1970, votes are base units. */
export interface Proposal {
  proposalId: bigint;
  proposer: string;
  calls: ProposalCall[];
  description: string;
  state: ProposalState;
  votes: { against: bigint; for: bigint; abstain: bigint };
  /** Votes for and abstentions that it needs; unknown until voting opens. */
  quorum: bigint | undefined;
  /** Voting opens after this second; the votes of this second count. */
  opensAt: bigint;
  /** Last second in which votes count; a late quorum extends it. */
  closesAt: bigint;
  /** First second in which it can be executed, once it is queued. */
  executableAt: bigint | undefined;
  /** Block of the proposal. */
  blockNumber: number;
  transactionHash: string;
}

type Created = Extract<ServiceCoinEvent, { name: "ProposalCreated" }>;

/**
 * Reads one proposal.
 * @throws ServiceCoinError `GovernorNonexistentProposal`
 * @example
 * ```ts
 * const { state, votes } = await readProposal(client, 1n);
 * console.log(state, formatScv(votes.for), "for", formatScv(votes.against), "against");
 * ```
 */
export function readProposal(client: Client, proposalId: bigint): Promise<Proposal> {
  return withErrors(async () => complete(client, (await readCreation(client, proposalId)).event));
}

/**
 * Reads the state, votes and times of a proposal again. Unlike {@link readProposal} it reads no events, which takes
 * long on an old chain: use it to follow a proposal.
 * @throws ServiceCoinError `GovernorNonexistentProposal` if a reorganization removed it
 */
export function refreshProposal(client: Client, proposal: Proposal): Promise<Proposal> {
  return withErrors(async () => ({
    ...proposal,
    ...(await readStanding(client, proposal.proposalId, proposal.opensAt)),
  }));
}

/** Which proposals to list. */
export interface ProposalQuery {
  /** Only in these states. Default: in every state. */
  states?: readonly ProposalState[];
  /** Number of the newest proposals to look at, in any state. Default: all. */
  last?: number;
}

/** Lists proposals in the order of their numbers. @throws ServiceCoinError */
export function listProposals(client: Client, { states, last }: ProposalQuery = {}): Promise<Proposal[]> {
  return withErrors(async () => {
    if (client.indexer !== undefined) {
      const found = await readIndexedProposals(client, client.indexer, last);
      return states === undefined ? found : found.filter(({ state }) => states.includes(state));
    }
    const all = await readCreations(client);
    const wanted = last === undefined ? all : all.slice(Math.max(0, all.length - last));
    const proposals = await Promise.all(wanted.map(({ event }) => complete(client, event)));
    return states === undefined ? proposals : proposals.filter(({ state }) => states.includes(state));
  });
}

/** Reads the calls and the hash of the description, which never change. */
export async function readDraft(
  client: Client,
  proposalId: bigint,
): Promise<Pick<Proposal, "calls"> & { descriptionHash: string }> {
  const { event, data } = await readCreation(client, proposalId);
  return { calls: callsOf(client, event), descriptionHash: descriptionHashOf(client, data) };
}

/** Hashes the bytes of the description, which is the last argument and need not be UTF-8. */
function descriptionHashOf({ dao }: Client, data: string): string {
  const { inputs } = dao.interface.getEvent("ProposalCreated");
  return keccak256(bytesOfStrings(inputs, data).at(-1) as string);
}

/** A creation, and the data of its log. */
interface Creation {
  event: Created;
  data: string;
}

async function readCreation(client: Client, proposalId: bigint): Promise<Creation> {
  // Fails at once if there is no such proposal, without reading all events.
  await client.dao.state(proposalId);
  const found = (await readCreations(client)).find(({ event }) => event.args.proposalId === proposalId);
  if (found === undefined) throw new ServiceCoinError("GovernorNonexistentProposal", { proposalId });
  return found;
}

async function readCreations(client: Client): Promise<Creation[]> {
  providerOf(client);
  const topic = client.dao.interface.getEvent("ProposalCreated").topicHash;
  const logs = await queryLogs(client.dao, [topic], client.fromBlock);
  return logs.flatMap((log) =>
    decodeLogs(client.addresses, [log]).flatMap((event) =>
      event.name === "ProposalCreated" ? { event, data: log.data } : [],
    ),
  );
}

async function complete(client: Client, event: Created): Promise<Proposal> {
  const { proposalId, proposer, description, voteStart } = event.args;
  const { blockNumber, transactionHash } = event;
  return {
    ...{ proposalId, proposer, calls: callsOf(client, event), description, opensAt: voteStart },
    ...(await readStanding(client, proposalId, voteStart)),
    ...{ blockNumber, transactionHash },
  };
}

/** Reads what changes while a proposal lives. */
async function readStanding(
  { dao }: Client,
  proposalId: bigint,
  opensAt: bigint,
): Promise<Pick<Proposal, "state" | "votes" | "quorum" | "closesAt" | "executableAt">> {
  const [state, votes, quorum, closesAt, eta] = await Promise.all([
    inNextBlock((at) => dao.state(proposalId, at)),
    dao.proposalVotes(proposalId),
    quorumAt(dao, opensAt),
    dao.proposalDeadline(proposalId),
    dao.proposalEta(proposalId),
  ]);
  return {
    state: proposalStateOf(state),
    votes: { against: votes.againstVotes, for: votes.forVotes, abstain: votes.abstainVotes },
    quorum,
    closesAt,
    executableAt: eta === 0n ? undefined : eta,
  };
}

function callsOf(client: Client, { args }: Created): ProposalCall[] {
  const { targets, values, calldatas } = args;
  return Array.from(targets, (target, i) => customCall(client, { target, value: values[i], data: calldatas[i] }));
}

async function quorumAt(dao: Client["dao"], snapshot: bigint): Promise<bigint | undefined> {
  try {
    return await withErrors(() => dao.quorum(snapshot));
  } catch (error) {
    if ((error as ServiceCoinError).code === "ERC5805FutureLookup") return undefined;
    throw error;
  }
}
