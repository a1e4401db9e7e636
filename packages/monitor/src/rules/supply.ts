import { fields } from "@servicecoin/daemon";
import { scv } from "./values.js";
import { rule } from "./rule.js";

/** No more coins exist than the cap allows. */
export const supply = rule({
  name: "supply",
  title: "The supply stays below its cap",
  severity: "critical",
  invariant: 2,
  settings: fields({}),
  find: async ({ client, at }) => {
    const blockTag = at.block;
    const [total, cap] = await Promise.all([client.coin.totalSupply({ blockTag }), client.coin.cap({ blockTag })]);
    if (total <= cap) return [];
    const message = `${scv(total)} exist at block ${blockTag}, above the cap of ${scv(cap)}.`;
    return [{ cause: "cap", message, facts: { supply: String(total), cap: String(cap), block: blockTag } }];
  },
});
