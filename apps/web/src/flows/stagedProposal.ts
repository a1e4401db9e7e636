import type { ProposalReference } from "@servicecoin/sdk";
import { id } from "ethers";

/** A proposal as the index has it, as far as its next step needs it. */
export interface StagedProposal {
  id: string;
  description: string;
  descriptionHash: string;
  calls: readonly { target: string; value: string; data: string; summary: string }[];
}

/** The proposal itself, which needs no search through the chain; its number where the description is no text. */
export function referenceOf({ id: number, description, descriptionHash, calls }: StagedProposal): ProposalReference {
  if (id(description) !== descriptionHash) return { proposalId: BigInt(number) };
  return { description, calls: calls.map(({ target, value, data }) => ({ target, value: BigInt(value), data })) };
}
