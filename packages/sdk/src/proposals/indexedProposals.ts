import * as z from "zod";
import type { Client } from "../core/client.js";
import { address, bytes32, digits, whole } from "../core/indexRows.js";
import type { IndexSource } from "../core/indexSource.js";
import { compare } from "../services/discovery.js";
import { customCall } from "./calls/call.js";
import type { Proposal } from "./readProposal.js";
import { PROPOSAL_STATES } from "./states.js";

const PROPOSAL = z.object({
  id: digits,
  state: z.enum(PROPOSAL_STATES),
  proposer: address,
  description: z.string(),
  votes: z.object({ against: digits, for: digits, abstain: digits }),
  quorum: digits.nullable(),
  // Their descriptions are our own: what a call does is not taken from an indexer's word.
  calls: z.array(z.object({ target: address, value: digits, data: z.string().regex(/^0x[0-9a-f]*$/) })),
  timeline: z.object({ opensAt: whole, closesAt: whole, executableAt: whole.nullable() }),
  createdIn: bytes32,
  createdBlock: z.int(),
});

/** Reads the newest proposals from an indexer, in the order of their numbers. @param limit Default: all. */
export async function readIndexedProposals(client: Client, indexer: IndexSource, limit?: number): Promise<Proposal[]> {
  const rows = await indexer.list("/proposals", {}, PROPOSAL, limit);
  rows.sort((a, b) => compare(a.id, b.id));
  return rows.map(({ id, calls, votes, quorum, timeline, createdIn, createdBlock, ...row }) => ({
    proposalId: id,
    ...row,
    calls: calls.map((call) => customCall(client, call)),
    votes,
    quorum: quorum ?? undefined,
    opensAt: timeline.opensAt,
    closesAt: timeline.closesAt,
    executableAt: timeline.executableAt ?? undefined,
    blockNumber: createdBlock,
    transactionHash: createdIn,
  }));
}
