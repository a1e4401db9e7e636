import type { IndexedDeal } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { duration } from "../../ui/format.ts";

const DAY = 86_400n;

/** The total of an order, and the rate of a stream or subscription. */
export function Price({ deal: { kind, price, period } }: { deal: IndexedDeal }) {
  const t = useText();
  if (kind === "unknown") return <>–</>;
  // Nobody has a feeling for what a second costs.
  const amount = kind === "stream" ? BigInt(price) * DAY : price;
  const unit = kind === "stream" ? t.deals.perDay : kind === "subscription" ? t.deals.every(duration(period, t)) : "";
  return (
    <>
      <Amount value={amount} /> {unit !== "" && <small>{unit}</small>}
    </>
  );
}
