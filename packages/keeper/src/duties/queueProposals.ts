import { allOf, type Duty } from "./duty.js";
import { callDao, dueProposal, stateOf, type DueProposal } from "./proposals.js";

/** Proposals that have passed: queueing them starts their delay. */
export const queueProposals: Duty<DueProposal> = {
  kind: "queueProposals",
  most: 1,
  find: async ({ index }, now) => {
    const passed = await allOf(index.all("/proposals", { state: "succeeded" }));
    // Their vote is over since the index's last block; the chain says how it ended.
    const closed = (await allOf(index.all("/proposals", { state: "active" }))).filter(
      ({ timeline }) => timeline.closesAt < now,
    );
    return [...passed, ...closed].map((row) => dueProposal("queueProposals", row));
  },
  check: async (sources, due) => ((await stateOf(sources, due.data)) === "succeeded" ? due : undefined),
  call: (sources, dues) => callDao(sources, "queue", dues),
};
