import { fields, scv } from "./values.js";
import { rule } from "./rule.js";

/** The hub holds at least what it owes. Anyone may send it more. */
export const hubSolvent = rule({
  name: "hubSolvent",
  title: "The hub holds what its deals hold, and the fees",
  severity: "critical",
  invariant: 8,
  needsIndex: true,
  settings: fields({}),
  find: async ({ client, index }) => {
    if (index === undefined || "fault" in index) return [];
    const { data, asOfBlock } = await index.client.get("/totals", {});
    const owed = BigInt(data.escrowed) + BigInt(data.fees);
    // Of the same block: the hub moves money all the time.
    const held = await client.coin.balanceOf(client.addresses.PaymentHub, { blockTag: asOfBlock });
    if (held >= owed) return [];
    return [
      {
        cause: "hub",
        message: `The hub holds ${scv(held)} but owes ${scv(owed)} at block ${asOfBlock}: ${scv(owed - held)} are missing.`,
        facts: { held: String(held), owed: String(owed), missing: String(owed - held), block: asOfBlock },
      },
    ];
  },
});
