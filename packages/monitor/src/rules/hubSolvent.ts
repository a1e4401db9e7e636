import { fields } from "@servicecoin/daemon";
import { scv } from "./values.js";
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
    const { data, asOfBlock } = await index.client.get("/escrow", {});
    // Of the same block: the hub moves money all the time.
    const blockTag = asOfBlock;
    const [held, fees] = await Promise.all([
      client.coin.balanceOf(client.addresses.PaymentHub, { blockTag }),
      client.hub.fees({ blockTag }),
    ]);
    const owed = BigInt(data.amount) + fees;
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
