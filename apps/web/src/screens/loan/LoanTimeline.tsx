import type { Instalment } from "@servicecoin/sdk";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { inScv } from "../../ui/format.ts";
import { useNow } from "../../ui/clock.ts";
import { DateTime, Time } from "../../ui/Time.tsx";
import { TransactionLink } from "../../ui/TransactionLink.tsx";
import type { IndexedLoan } from "../credit/indexedLoan.ts";
import styles from "../proposal/proposal.module.css";
import { pointsOf } from "./loanPoints.ts";

/** What happened to a loan, and what is due, in the order of time. */
export function LoanTimeline({ loan, schedule }: { loan: IndexedLoan; schedule: readonly Instalment[] }) {
  const { credit } = useText();
  const now = useNow();
  const { items } = useIndexedList("/loans/{id}/events", { id: loan.id });
  return (
    <ol className={styles["timeline"]}>
      {pointsOf(loan, schedule, items, now).map((point) => (
        <li key={point.key} className={styles["point"]} data-past={point.at <= now}>
          <span className={styles["pointLabel"]}>
            {point.kind === "due"
              ? (point.isLate ? credit.late : credit.due)(inScv(point.amount))
              : point.kind === "end" && loan.endReason !== null
                ? credit.ends[loan.endReason]
                : `${point.name === undefined ? "" : credit.events[point.name]}${
                    point.amount > 0n ? `: ${inScv(point.amount)}` : ""
                  }${point.source === null ? "" : ` ${credit.sources[point.source]}`}`}
          </span>
          <span className={styles["pointTime"]}>
            <Time at={point.at} /> · <DateTime at={point.at} />
            {point.hash !== undefined && (
              <>
                {" "}
                · <TransactionLink hash={point.hash} />
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
