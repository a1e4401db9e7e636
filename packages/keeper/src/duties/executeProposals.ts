import { allOf, type Duty } from "./duty.js";
import { callDao, dueProposal, stateOf, type DueProposal } from "./proposals.js";

/** Queued proposals whose delay is over. */
export const executeProposals: Duty<DueProposal> = {
  kind: "executeProposals",
  most: 1,
  find: async ({ index }, now) => {
    const queued = await allOf(index.all("/proposals", { state: "queued" }));
    return queued
      .filter(({ timeline: { executableAt } }) => executableAt !== null && executableAt <= now)
      .map((row) => dueProposal("executeProposals", row));
  },
  check: async (sources, due, now) => {
    const { dao } = sources.client;
    const [state, eta] = await Promise.all([stateOf(sources, due.data), dao.proposalEta(due.data.id)]);
    return state === "queued" && eta <= now ? due : undefined;
  },
  call: (sources, dues) => callDao(sources, "execute", dues),
};
