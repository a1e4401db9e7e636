import type { ItemOf } from "@servicecoin/indexer/client";
import { formatUnits } from "ethers/utils";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./FeedbackList.module.css";
import { Responses } from "./Responses.tsx";

type Feedback = ItemOf<"/feedback">;

/** Ratings, the newest first, each with what was paid. */
export function FeedbackList({ items }: { items: readonly Feedback[] }) {
  return (
    <ul className={styles["list"]}>
      {items.map((item) => (
        <Entry key={`${item.client} ${item.number}`} item={item} />
      ))}
    </ul>
  );
}

function Entry({ item }: { item: Feedback }) {
  const { discover } = useText();
  return (
    <li className={styles["entry"]}>
      <strong>{scoreOf(item)}</strong>
      <Address value={item.client} copy={false} />
      {item.paid !== null && (
        <span className={styles["paid"]}>
          <Amount value={item.paid} /> {discover.paidFeedback}
        </span>
      )}
      {item.revokedAt !== null && <span>{discover.revoked}</span>}
      <span className={styles["time"]}>
        <Time at={item.time} />
      </span>
      <Responses feedback={item} />
    </li>
  );
}

/** The value with the decimals that the rater gave it. */
function scoreOf({ value, decimals }: Feedback): string {
  return formatUnits(value, decimals).replace(/\.0$/, "");
}
