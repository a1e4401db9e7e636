import { useText } from "../../i18n/text.ts";
import styles from "./Credit.module.css";
import type { IndexedLoan } from "./indexedLoan.ts";

/** What a loan is now, in words. */
export function LoanStatus({ loan: { status, endReason } }: { loan: Pick<IndexedLoan, "status" | "endReason"> }) {
  const { credit } = useText();
  const isBad = status === "overdue" || status === "lapsed" || (endReason !== null && endReason !== "repaid");
  const tone = isBad ? "bad" : status === "active" || endReason === "repaid" ? "good" : "neutral";
  return (
    <span className={styles["status"]} data-tone={tone}>
      {endReason === null ? credit.statuses[status] : credit.ends[endReason]}
    </span>
  );
}
