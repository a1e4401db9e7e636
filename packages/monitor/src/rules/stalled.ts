import { fields, whole } from "@servicecoin/daemon";
import { rule } from "./rule.js";

/** The chain makes blocks. */
export const stalled = rule({
  name: "stalled",
  title: "The chain has new blocks",
  severity: "critical",
  settings: fields({ seconds: whole(1, 86_400, "seconds").default(300) }),
  find: async ({ at, now }, { seconds }) => {
    const age = now - at.time;
    if (age <= seconds) return Promise.resolve([]);
    const message = `The last block, ${at.block}, is ${age} seconds old.`;
    return Promise.resolve([{ cause: "chain", message, facts: { block: at.block, time: at.time, age } }]);
  },
});
