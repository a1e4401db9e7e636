import { fields, whole } from "@servicecoin/daemon";
import { rule } from "./rule.js";

/** The index answers and is up to date. */
export const indexer = rule({
  name: "indexer",
  title: "The indexer is up to date",
  severity: "warning",
  needsIndex: true,
  settings: fields({ blocks: whole(0, 1_000_000, "blocks").default(20) }),
  find: async ({ index, at }, { blocks }) => {
    if (index === undefined) return [];
    if ("fault" in index) {
      return [{ cause: "unreachable", message: `The index does not answer: ${index.fault}`, facts: {} }];
    }
    const { ready, reason, cursor } = index.status;
    const behind = Math.max(0, at.block - cursor.block);
    if (!ready) {
      const message = `The index is not ready: ${reason ?? "no reason given"}.`;
      return [{ cause: "not ready", message, facts: { block: cursor.block, head: at.block } }];
    }
    if (behind <= blocks) return [];
    const message = `The index is ${behind} blocks behind: it is at ${cursor.block}, the node at ${at.block}.`;
    return Promise.resolve([{ cause: "behind", message, facts: { block: cursor.block, head: at.block, behind } }]);
  },
});
