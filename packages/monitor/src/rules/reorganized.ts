import { fields, whole } from "@servicecoin/daemon";
import { rule } from "./rule.js";

/** Tells of reorganizations that are deeper than usual. */
export const reorganized = rule({
  name: "reorganized",
  title: "The chain was reorganized deeply",
  severity: "critical",
  isNotice: true,
  settings: fields({ deeperThan: whole(0, 100_000, "blocks").default(2) }),
  find: async ({ replaced, at }, { deeperThan }) => {
    if (replaced <= deeperThan) return Promise.resolve([]);
    const message = `${replaced} blocks or more were replaced before block ${at.block}: check payments of that time again.`;
    return Promise.resolve([{ cause: at.hash, message, facts: { replaced, block: at.block, hash: at.hash } }]);
  },
});
