import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { useNow } from "../../ui/clock.ts";
import styles from "./dao.module.css";
import { MyVote } from "./MyVote.tsx";
import { isOngoing, stateAt, type Proposal } from "./proposals.ts";
import { ProposalTitle } from "./ProposalTitle.tsx";
import { StateBadge } from "./StateBadge.tsx";
import { Tally } from "./Tally.tsx";
import { When } from "./When.tsx";

interface Props {
  proposal: Proposal;
  /** How the user voted on it, if he did. */
  vote: ItemOf<"/voters/{address}/votes"> | undefined;
}

/** A proposal in a list. */
export function ProposalCard({ proposal, vote }: Props) {
  const { dao } = useText();
  const { id, description, proposer, calls } = proposal;
  const state = stateAt(proposal, useNow());
  return (
    <li className={styles["card"]}>
      <div className={styles["cardHead"]}>
        <h3 className={styles["cardTitle"]}>
          <Link to="/proposals/$id" params={{ id }}>
            <ProposalTitle id={id} description={description} />
          </Link>
        </h3>
        <StateBadge state={state} />
      </div>
      <div className={styles["about"]}>
        <span>{dao.proposal(id)}</span>
        <span>
          {dao.by} <Address value={proposer} copy={false} />
        </span>
        <span>{dao.calls(calls.length)}</span>
        <When proposal={proposal} state={state} />
      </div>
      {state !== "pending" && state !== "canceled" && <Tally proposal={proposal} isOver={!isOngoing(state)} />}
      {vote !== undefined && <MyVote vote={vote} />}
    </li>
  );
}
