import { outcomeOf, standingAt, type IndexedDeal } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import type { Text } from "../../i18n/text.ts";
import { useNow } from "../../ui/clock.ts";
import styles from "./Progress.module.css";

interface Step {
  label: string;
  state: "done" | "now" | "later" | "bad";
}

/** How far an order is. */
export function Progress({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const steps = stepsOf(deal, useNow(), deals);
  return (
    <ol className={styles["steps"]}>
      {steps.map(({ label, state }) => (
        <li
          key={label}
          className={styles["step"]}
          data-state={state}
          {...(state === "now" && { "aria-current": "step" as const })}
        >
          {label}
        </li>
      ))}
    </ol>
  );
}

function stepsOf(deal: IndexedDeal, now: number, deals: Text["deals"]): Step[] {
  const { status } = standingAt(deal, now);
  const paidIn: Step = { label: deals.steps.paidIn, state: "done" };
  const isDelivered = deal.deliveredAt !== null;
  const done = (state: Step["state"]): Step => ({ label: deals.steps.done, state });
  if (status === "voided") return [{ label: deals.statuses.voided, state: "bad" }];
  if (status === "closed") {
    const outcome = outcomeOf(deal);
    const end: Step = { label: deals.outcomes[outcome], state: outcome === "refunded" ? "bad" : "done" };
    const wasDisputed: Step[] = deal.disputedAt === null ? [] : [{ label: deals.events.Disputed, state: "done" }];
    return [
      paidIn,
      ...(isDelivered ? [{ label: deals.steps.delivered, state: "done" } as const] : []),
      ...wasDisputed,
      end,
    ];
  }
  const delivered: Step = {
    label: isDelivered ? deals.steps.delivered : deals.statuses[status],
    state: isDelivered ? "done" : status === "overdue" ? "bad" : "now",
  };
  if (!isDelivered) return [paidIn, delivered, { label: deals.steps.review, state: "later" }, done("later")];
  const review: Step =
    status === "delivered" || status === "claimable"
      ? {
          label: status === "claimable" ? deals.statuses.claimable : deals.steps.review,
          state: status === "claimable" ? "done" : "now",
        }
      : { label: deals.statuses[status], state: "bad" };
  return [paidIn, delivered, review, done(status === "claimable" ? "now" : "later")];
}
