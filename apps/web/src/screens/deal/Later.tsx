import { allowedNow, type DealAction, type IndexedDeal } from "../../deals/standing.ts";
import { useText, type Text } from "../../i18n/text.ts";
import { useNow } from "../../ui/clock.ts";
import { Section } from "../../ui/Page.tsx";
import { dateOf } from "../../ui/Time.tsx";
import { usePartyOf } from "../deals/usePartyOf.ts";
import styles from "./Actions.module.css";

/** What others can do, and what comes later. */
export function Later({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const now = useNow();
  const account = usePartyOf(deal);
  const mine = allowedNow(deal, account, now);
  const sentences = deal.actions
    .filter(({ until }) => until === null || until >= now)
    // What the account can do now has its own buttons.
    .filter(({ action, by, from }) => {
      const isNow = from === null || from <= now;
      return !isNow || !mine.some((one) => one.action === action && one.by === by);
    })
    .map((action) => sentenceOf(action, now, deals));
  if (sentences.length === 0) return null;
  return (
    <Section title={deals.laterTitle}>
      <ul className={styles["later"]}>
        {[...new Set(sentences)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Section>
  );
}

function sentenceOf({ by, action, from, until }: DealAction, now: number, deals: Text["deals"]): string {
  const times = [
    from !== null && from > now ? deals.fromTime(dateOf(from)) : "",
    until === null ? "" : deals.untilTime(dateOf(until)),
  ].filter((time) => time !== "");
  return [deals.can(deals.who[by], deals.what[action]), ...times].join(", ");
}
