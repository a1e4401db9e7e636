import { Link, useParams } from "@tanstack/react-router";
import { useIndexed } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { useNow } from "../../ui/clock.ts";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { ValueOf } from "../../ui/States.tsx";
import { TransactionLink } from "../../ui/TransactionLink.tsx";
import styles from "../dao/dao.module.css";
import { stateAt, type Proposal } from "../dao/proposals.ts";
import { ProposalTitle } from "../dao/ProposalTitle.tsx";
import { StateBadge } from "../dao/StateBadge.tsx";
import { Tally } from "../dao/Tally.tsx";
import { Calls } from "./Calls.tsx";
import { Description } from "./Description.tsx";
import { NextStep } from "./NextStep.tsx";
import { Timeline } from "./Timeline.tsx";
import { VoteList } from "./VoteList.tsx";
import { YourVote } from "./YourVote.tsx";

/** One proposal: what it does, who votes how, and what can be done with it now. */
export function Screen() {
  const { id } = useParams({ strict: false });
  const query = useIndexed("/proposals/{id}", { id: id ?? "" });
  return <ValueOf query={query}>{(proposal) => <Details proposal={proposal} />}</ValueOf>;
}

function Details({ proposal }: { proposal: Proposal }) {
  const { dao } = useText();
  const { id, description, proposer, calls, createdIn } = proposal;
  const state = stateAt(proposal, useNow());
  return (
    <Page
      title={dao.proposal(id)}
      heading={<ProposalTitle id={id} description={description} />}
      intro={
        <span className={styles["row"]}>
          <StateBadge state={state} />
          <span>{dao.proposal(id)}</span>
          <span>
            {dao.by} <Address value={proposer} />
          </span>
          <TransactionLink hash={createdIn} />
        </span>
      }
      actions={<Link to="/dao">{dao.toProposals}</Link>}
    >
      <Columns>
        <Column>
          <Section title={dao.actions}>
            <Calls calls={calls} />
          </Section>
          <Section title={dao.description}>
            <Description key={id} description={description} />
          </Section>
          <Section title={dao.whoVoted}>
            <VoteList id={id} />
          </Section>
        </Column>
        <Column>
          <Section title={dao.result}>
            <Tally proposal={proposal} />
          </Section>
          <YourVote proposal={proposal} state={state} />
          <NextStep proposal={proposal} state={state} />
          <Section title={dao.timeline}>
            <Timeline proposal={proposal} state={state} />
          </Section>
        </Column>
      </Columns>
    </Page>
  );
}
