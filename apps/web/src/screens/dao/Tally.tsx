import { useText } from "../../i18n/text.ts";
import { Bar } from "../../ui/Bar.tsx";
import { shortAmount } from "../../ui/format.ts";
import styles from "./dao.module.css";
import type { Proposal } from "./proposals.ts";
import { useVoting } from "./useDao.ts";

interface Props {
  proposal: Proposal;
  /** Nothing changes any more: less is shown. */
  isOver?: boolean;
}

/** The votes on a proposal so far, and how far it is from its quorum. */
export function Tally({ proposal, isOver = false }: Props) {
  const { dao } = useText();
  const { votes } = proposal;
  const [inFavor, against, abstain] = [BigInt(votes.for), BigInt(votes.against), BigInt(votes.abstain)];
  const [one, two, three] = [inFavor, against, abstain].map(shortAmount) as [string, string, string];
  return (
    <div className={styles["tally"]}>
      <Bar
        label={dao.tally(one, two, three)}
        whole={inFavor + against + abstain}
        parts={[
          { value: inFavor, color: "good" },
          { value: against, color: "bad" },
          { value: abstain, color: "neutral" },
        ]}
      />
      <div className={styles["legend"]}>
        <span className={styles["for"]}>
          {dao.support.for} <strong>{one}</strong>
        </span>
        <span className={styles["against"]}>
          {dao.support.against} <strong>{two}</strong>
        </span>
        <span className={styles["abstain"]}>
          {dao.support.abstain} <strong>{three}</strong>
        </span>
      </div>
      <Quorum proposal={proposal} counted={inFavor + abstain} isOver={isOver} />
    </div>
  );
}

function Quorum({ proposal: { quorum }, counted, isOver }: Required<Props> & { counted: bigint }) {
  const { dao } = useText();
  // Before voting opens, and on a local chain until the next block, there is only a guess.
  const guess = useVoting()?.quorum;
  const needed = quorum ?? guess;
  if (needed === undefined) return null;
  const whole = BigInt(needed);
  const text =
    quorum === null
      ? dao.quorumLater(shortAmount(whole))
      : whole === 0n
        ? dao.quorumNone
        : counted >= whole
          ? dao.quorumReached(shortAmount(counted), shortAmount(whole))
          : dao.quorumMissing(shortAmount(counted), shortAmount(whole), shortAmount(whole - counted));
  return (
    <div className={styles["quorum"]}>
      <div className={styles["quorumHead"]}>
        <span>{dao.quorum}</span>
        <span className="digits">{text}</span>
      </div>
      {!isOver && <Bar label={`${dao.quorum}: ${text}`} whole={whole} parts={[{ value: counted, color: "accent" }]} />}
    </div>
  );
}
