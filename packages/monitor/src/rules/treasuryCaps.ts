import { ETHER } from "@servicecoin/sdk";
import { fields } from "@servicecoin/daemon";
import { ether, scv } from "./values.js";
import { type Finding, rule } from "./rule.js";

/** Recounts what left the treasury in the period of each cap. */
export const treasuryCaps = rule({
  name: "treasuryCaps",
  title: "No more leaves the treasury within a period than its cap allows",
  severity: "critical",
  invariant: 6,
  needsIndex: true,
  settings: fields({}),
  find: async ({ client, index }) => {
    if (index === undefined || "fault" in index) return [];
    const found: Finding[] = [];
    const { data: caps, time } = await index.client.list("/treasury/caps", {});
    for (const { asset, current, setAt } of caps) {
      const since = Math.max(time - current.period + 1, setAt ?? 0);
      let left = 0n;
      for await (const flow of index.client.all("/treasury/flows", { asset })) {
        if (flow.time < since) break;
        // What a call as the treasury moves in tokens is not in its amount.
        if (flow.kind !== "received") left += BigInt(flow.amount);
      }
      const most = BigInt(current.amount);
      if (left <= most) continue;
      const shown = (amount: bigint) =>
        asset === client.addresses.ServiceCoin
          ? scv(amount)
          : asset === ETHER
            ? ether(amount)
            : `${amount} units of ${asset}`;
      found.push({
        cause: asset,
        message: `${shown(left)} left the treasury within ${current.period} seconds, above the cap of ${shown(most)}.`,
        facts: { asset, left: String(left), cap: String(most), period: current.period, since },
      });
    }
    return found;
  },
});
