import type { ItemOf } from "@servicecoin/indexer/client";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Time } from "../../ui/Time.tsx";
import { TransactionLink } from "../../ui/TransactionLink.tsx";
import styles from "./FeedbackList.module.css";

/** Payments, the newest first. */
export function PaymentList({ items }: { items: readonly ItemOf<"/payments">[] }) {
  const { discover } = useText();
  return (
    <ul className={styles["list"]}>
      {items.map((payment) => (
        <li key={`${payment.block} ${payment.logIndex}`} className={styles["entry"]}>
          <Amount value={payment.amount} />
          <span className={styles["kind"]}>{discover.paymentKinds[payment.kind]}</span>
          <Address value={payment.payer} copy={false} />
          <span className={styles["time"]}>
            <Time at={payment.time} /> <TransactionLink hash={payment.transactionHash} />
          </span>
        </li>
      ))}
    </ul>
  );
}
