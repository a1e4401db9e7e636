import { fields, whole } from "@servicecoin/daemon";
import type { Client } from "@servicecoin/sdk";
import { type Finding, rule } from "./rule.js";
import { scv, scvAmount } from "./values.js";

/** Tells of overdue loans that a keeper should have collected: its duty `collectLoans` does not work. */
export const overdueLoans = rule({
  name: "overdueLoans",
  title: "What is overdue of loans is collected",
  severity: "warning",
  needsIndex: true,
  settings: fields({ seconds: whole(0, 31_536_000, "seconds").default(3_600), least: scvAmount.default(0n) }),
  find: async ({ client, index, at }, { seconds, least }) => {
    if (index === undefined || "fault" in index) return [];
    const before = remembered.get(client);
    const collectable = new Map<string, number>();
    const found: Finding[] = [];
    for await (const { id, lender, borrower, nextDue, grace } of index.client.all("/loans", { dueBefore: at.time })) {
      const overdueFrom = nextDue === null ? at.time : nextDue + grace + 1;
      if (overdueFrom >= at.time) continue;
      // What allowance and income hold, only the chain knows.
      const { amounts, ends } = await client.credit.collectableOf(id, { blockTag: at.block });
      const amount = amounts.reduce((sum, each) => sum + each, 0n);
      if (amount < least || (amount === 0n && !ends)) continue;
      const since = before === undefined ? overdueFrom : (before.get(id) ?? at.time);
      collectable.set(id, since);
      if (at.time - since < seconds) continue;
      const time = new Date(since * 1_000).toISOString();
      found.push({
        cause: id,
        message:
          `Since ${time}, ${scv(amount)} of the overdue loan ${id} can be collected for its lender ${lender}: ` +
          "no keeper's duty collectLoans has done it.",
        facts: { loan: id, lender, borrower: borrower ?? "", amount: String(amount), since, ends },
      });
    }
    remembered.set(client, collectable);
    return found;
  },
});

/**
 * When a look first found something to collect: money that arrives long after the due date is not late. Before the
 * first look nobody knows, and the due date counts.
 */
const remembered = new WeakMap<Client, ReadonlyMap<string, number>>();
