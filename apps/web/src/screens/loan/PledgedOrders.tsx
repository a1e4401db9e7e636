import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { inScv, shortHash } from "../../ui/format.ts";
import styles from "../credit/Credit.module.css";
import type { IndexedLoan } from "../credit/indexedLoan.ts";

/** The orders that secure a loan, with what each has paid and can still pay, fees deducted. */
export function PledgedOrders({ loan: { orders } }: { loan: IndexedLoan }) {
  const { credit, deals } = useText();
  return (
    <ul className={styles["list"]}>
      {orders.map(({ id, state, received, left }) => (
        <li key={id} className={styles["entry"]}>
          <Link to="/deals/$id" params={{ id }} className={styles["name"]}>
            {credit.order} {shortHash(id)}
          </Link>
          <span className={styles["about"]}>
            <span>{credit.orderPaid(inScv(BigInt(received)))}</span>
            <span>{credit.orderHolds(inScv(BigInt(left)))}</span>
            <span className={styles["status"]}>{deals.statuses[state]}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
