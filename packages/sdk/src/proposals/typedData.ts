import type { TypedDataDomain } from "ethers";
import { fields, type TypedData } from "../typedData.js";

/** The message of a signed vote on one proposal. */
export interface Ballot {
  proposalId: bigint;
  /** 0 against, 1 for, 2 abstain. */
  support: number;
  voter: string;
  /** `nonces(voter)` of ServiceDAO, or that of the proposal, `nonces(voter, proposalId)`. */
  nonce: bigint;
}

/** The message of a signed vote on several proposals. */
export interface BallotPaper {
  proposalIds: bigint[];
  /** 0 against, 1 for, 2 abstain, in the same order. */
  support: number[];
  voter: string;
  /** `nonces(voter)` of ServiceDAO. */
  nonce: bigint;
}

export const BALLOT_TYPES = { Ballot: fields("uint256 proposalId,uint8 support,address voter,uint256 nonce") };
export const BALLOT_PAPER_TYPES = {
  BallotPaper: fields("uint256[] proposalIds,uint8[] support,address voter,uint256 nonce"),
};

/** The typed data that a voter signs for `castVoteBySig`. */
export function ballotData(domain: TypedDataDomain, message: Ballot): TypedData<Ballot> {
  return { domain, types: BALLOT_TYPES, message };
}

/** The typed data that a voter signs for `castVotesBySig`. */
export function ballotPaperData(domain: TypedDataDomain, message: BallotPaper): TypedData<BallotPaper> {
  return { domain, types: BALLOT_PAPER_TYPES, message };
}
