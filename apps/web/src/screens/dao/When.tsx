import { useText } from "../../i18n/text.ts";
import { Time } from "../../ui/Time.tsx";
import { useNow } from "../../ui/clock.ts";
import type { Proposal, ProposalState } from "./proposals.ts";

/** The next point in time that matters to a proposal, or else the last one that did. */
export function When({ proposal: { timeline }, state }: { proposal: Proposal; state: ProposalState }) {
  const { dao } = useText();
  const now = useNow();
  const { opensAt, closesAt, executableAt, expiresAfter, executedAt, canceledAt } = timeline;
  const isWaiting = executableAt !== null && executableAt > now;
  const points: Record<ProposalState, [label: string, at: number | null]> = {
    pending: [dao.opens, opensAt + 1],
    active: [dao.closes, closesAt],
    succeeded: [dao.toQueue, expiresAfter],
    queued: isWaiting ? [dao.executable, executableAt] : [dao.executableUntil, expiresAfter],
    executed: [dao.executed, executedAt],
    canceled: [dao.canceled, canceledAt],
    expired: [dao.expired, expiresAfter],
    defeated: [dao.closed, closesAt],
  };
  const [label, at] = points[state];
  if (at === null) return null;
  return (
    <span>
      {label} <Time at={at} />
    </span>
  );
}
