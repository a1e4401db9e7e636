import type { ItemOf } from "@servicecoin/indexer/client";
import { PROPOSAL_STATES, inNextBlock } from "@servicecoin/sdk/internal";
import type { Due, DutyCall, DutyKind, Sources } from "./duty.js";

/** A proposal as the DAO takes it. */
export interface DueProposal {
  id: string;
  targets: string[];
  values: string[];
  calldatas: string[];
  descriptionHash: string;
}

/** A proposal as a due thing. It moves no SCV of its own, and is for the whole system. */
export function dueProposal(kind: DutyKind, row: ItemOf<"/proposals">): Due<DueProposal> {
  const { id, calls, descriptionHash } = row;
  const key = `${kind}:${id}`;
  const data = {
    ...{ id, descriptionHash, targets: calls.map(({ target }) => target), values: calls.map(({ value }) => value) },
    calldatas: calls.map((call) => call.data),
  };
  return { key, group: key, for: undefined, amount: undefined, data };
}

/** The state of a proposal in the next block. */
export async function stateOf({ client }: Sources, { id }: DueProposal): Promise<string | undefined> {
  const state = await inNextBlock((at) => client.dao.state(id, at));
  return PROPOSAL_STATES[Number(state)];
}

/** Calls a function of the DAO that takes a whole proposal. */
export function callDao({ client }: Sources, name: "queue" | "execute", dues: readonly Due<DueProposal>[]): DutyCall {
  const [due] = dues;
  if (due === undefined) throw new TypeError("The call needs a proposal");
  const { targets, values, calldatas, descriptionHash } = due.data;
  const args = [targets, values, calldatas, descriptionHash] as const;
  // One name at a time: the types of the functions differ, although their arguments do not.
  const data =
    name === "queue"
      ? client.dao.interface.encodeFunctionData("queue", [...args])
      : client.dao.interface.encodeFunctionData("execute", [...args]);
  return { to: client.addresses.ServiceDAO, data };
}
