import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { ListOf, Empty } from "../../ui/States.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Time } from "../../ui/Time.tsx";
import daoStyles from "../dao/dao.module.css";
import { Votes } from "../../ui/Votes.tsx";
import styles from "./proposal.module.css";

/** Votes with their reasons, the newest first. */
export function VoteList({ id }: { id: string }) {
  const { dao } = useText();
  const list = useIndexedList("/proposals/{id}/votes", { id, voter: undefined });
  return (
    <ListOf list={list} empty={<Empty>{dao.nobodyVoted}</Empty>}>
      {(votes) => (
        <ul className={styles["votes"]}>
          {votes.map(({ voter, support, weight, reason, time }) => (
            <li key={voter} className={styles["vote"]}>
              <div className={styles["voteHead"]}>
                <strong className={daoStyles[support]}>{dao.support[support]}</strong>
                <Votes value={weight} />
                <Address value={voter} copy={false} />
                <span className={styles["voteTime"]}>
                  <Time at={time} />
                </span>
              </div>
              {reason !== "" && (
                <p className={styles["reason"]}>
                  <Stranger text={reason} />
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </ListOf>
  );
}
