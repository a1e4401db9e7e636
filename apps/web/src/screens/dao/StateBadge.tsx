import { useText } from "../../i18n/text.ts";
import styles from "./dao.module.css";
import type { ProposalState } from "./proposals.ts";

const TONES: Readonly<Record<ProposalState, "good" | "bad" | "live" | "plain">> = {
  pending: "plain",
  active: "live",
  canceled: "plain",
  defeated: "bad",
  succeeded: "good",
  queued: "good",
  expired: "bad",
  executed: "good",
};

/** What a proposal is now. */
export function StateBadge({ state }: { state: ProposalState }) {
  const { dao } = useText();
  return (
    <span className={styles["badge"]} data-tone={TONES[state]} data-state={state}>
      {dao.states[state]}
    </span>
  );
}
