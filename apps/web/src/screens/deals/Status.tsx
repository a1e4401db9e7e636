import { limitOf, outcomeOf, standingAt, type DealStatus, type IndexedDeal } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import { useAtNow } from "../../ui/clock.ts";
import { duration } from "../../ui/format.ts";
import styles from "./Status.module.css";

const BAD: readonly DealStatus[] = ["overdue", "disputed", "undecided", "inArrears"];
const GOOD: readonly DealStatus[] = ["delivered", "claimable", "running"];

/** What a deal is now, in words. */
export function Status({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const status = useAtNow((now) => standingAt(deal, now).status);
  const words =
    status !== "closed"
      ? deals.statuses[status]
      : deal.canceledBy !== null
        ? deals.canceled
        : deals.outcomes[outcomeOf(deal)];
  const isPaid = status === "closed" && outcomeOf(deal) === "paid";
  const tone = BAD.includes(status) ? "bad" : GOOD.includes(status) || isPaid ? "good" : "neutral";
  return (
    <span className={styles["status"]} data-tone={tone}>
      {words}
    </span>
  );
}

/** How long it may stay so, or for how long it should have ended. */
export function TimeLeft({ deal }: { deal: IndexedDeal }) {
  const t = useText();
  const words = useAtNow((now) => {
    const limit = limitOf(deal);
    const { status } = standingAt(deal, now);
    if (limit === undefined || status === "ended" || status === "scheduled") return undefined;
    const length = duration(limit - now, t);
    if (status === "running") return t.deals.fundedFor(length);
    return limit >= now ? t.deals.left(length) : t.deals.over(length);
  });
  return words === undefined ? null : <span className={styles["time"]}>{words}</span>;
}
