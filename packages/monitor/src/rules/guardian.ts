import { address, fields } from "@servicecoin/daemon";
import { rule } from "./rule.js";

/** The guardian is the one that the operator expects. */
export const guardian = rule({
  name: "guardian",
  title: "The guardian, who can cancel proposals, is the expected one",
  severity: "critical",
  settings: fields({ expected: address.optional() }),
  find: async ({ client, at }, { expected }) => {
    if (expected === undefined) return [];
    const actual = await client.dao.proposalGuardian({ blockTag: at.block });
    if (actual === expected) return [];
    return [
      {
        cause: actual,
        message: `The guardian is ${actual}, but ${expected} is expected.`,
        facts: { actual, expected },
      },
    ];
  },
});
