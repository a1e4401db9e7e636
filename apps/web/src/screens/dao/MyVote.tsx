import type { ItemOf } from "@servicecoin/indexer/client";
import { useText } from "../../i18n/text.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import styles from "./dao.module.css";
import { Votes } from "../../ui/Votes.tsx";

/** "You voted for it with 5 votes: because…". */
export function MyVote({ vote: { support, weight, reason } }: { vote: ItemOf<"/voters/{address}/votes"> }) {
  const { dao } = useText();
  return (
    <p className={styles["mine"]}>
      <strong>{dao.youVoted[support]}</strong> · <Votes value={weight} />
      {reason !== "" && (
        <>
          {" – "}
          <Stranger text={reason} />
        </>
      )}
    </p>
  );
}
