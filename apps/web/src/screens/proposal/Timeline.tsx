import { useText } from "../../i18n/text.ts";
import { DateTime, Time } from "../../ui/Time.tsx";
import { useNow } from "../../ui/clock.ts";
import { isOngoing, type Proposal, type ProposalState } from "../dao/proposals.ts";
import styles from "./proposal.module.css";

/** What happened to a proposal and what can still happen, in the order of time. */
export function Timeline({ proposal: { timeline }, state }: { proposal: Proposal; state: ProposalState }) {
  const { dao } = useText();
  const now = useNow();
  const { createdAt, opensAt, closesAt, extended, queuedAt, executableAt, expiresAfter, executedAt, canceledAt } =
    timeline;
  const isOpening = state === "canceled" && (canceledAt ?? 0) <= opensAt;
  const points: [label: string, at: number | null, note?: string][] = [
    [dao.created, createdAt],
    ...(isOpening
      ? []
      : ([
          [opensAt < now ? dao.opensAt : dao.opens, opensAt + 1],
          [closesAt < now ? dao.closesAt : dao.closes, closesAt, extended ? dao.extended : undefined],
        ] as [string, number, string?][])),
  ];
  if (queuedAt !== null) points.push([dao.queuedAt, queuedAt]);
  if (executableAt !== null && canceledAt === null) points.push([dao.executableAt, executableAt]);
  if (executedAt !== null) points.push([dao.executed, executedAt]);
  else if (canceledAt !== null) points.push([dao.canceled, canceledAt]);
  else if (state === "expired") points.push([dao.expired, expiresAfter]);
  else if (isOngoing(state) && state !== "active" && state !== "pending") points.push([dao.expiresAfter, expiresAfter]);
  return (
    <ol className={styles["timeline"]}>
      {points.map(
        ([label, at, note]) =>
          at !== null && (
            <li key={label} className={styles["point"]} data-past={at <= now}>
              <span className={styles["pointLabel"]}>{label}</span>
              <span className={styles["pointTime"]}>
                <Time at={at} /> · <DateTime at={at} />
                {note !== undefined && <> · {note}</>}
              </span>
            </li>
          ),
      )}
    </ol>
  );
}
