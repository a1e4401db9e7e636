import { Button, NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useText } from "../../i18n/text.ts";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { Ballot } from "./Ballot.tsx";
import styles from "./dao.module.css";
import { Membership } from "./Membership.tsx";
import { ProposalCard } from "./ProposalCard.tsx";
import type { Proposal, ProposalState } from "./proposals.ts";
import { Rules } from "./Rules.tsx";
import { useMyVotes } from "./useDao.ts";
import { useEnded, useOngoing } from "./useProposals.ts";
import { Voters } from "./Voters.tsx";

/** Membership, proposals and who votes on them. */
export function Screen() {
  const { dao, shell } = useText();
  const account = useAccount();
  const { list, ended } = useOngoing();
  const { votes, isLoading } = useMyVotes(account);
  const unvoted = list.items.filter(({ id }) => !votes.has(id));
  const cards = (proposals: readonly Proposal[]) => (
    <ul className={styles["cards"]}>
      {proposals.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} vote={votes.get(proposal.id)} />
      ))}
    </ul>
  );
  return (
    <Page
      title={shell.nav.dao}
      intro={dao.intro}
      actions={
        <Button component={Link} to="/propose">
          {dao.propose}
        </Button>
      }
    >
      <Membership />
      <Columns>
        <Column>
          <Section title={dao.open}>
            <ListOf list={list} empty={<Empty>{dao.noOpen}</Empty>}>
              {cards}
            </ListOf>
          </Section>
          {account !== undefined && !isLoading && <Ballot key={account} account={account} proposals={unvoted} />}
          <Older ended={ended}>{cards}</Older>
        </Column>
        <Column>
          <Voters />
          <Rules />
        </Column>
      </Columns>
    </Page>
  );
}

const ENDS: readonly ProposalState[] = ["executed", "defeated", "expired", "canceled"];

function Older({ ended, children }: { ended: readonly Proposal[]; children: (proposals: Proposal[]) => ReactNode }) {
  const { dao } = useText();
  const [state, setState] = useState<ProposalState>();
  const list = useEnded(state, ended);
  return (
    <Section
      title={dao.older}
      actions={
        <NativeSelect
          className={styles["filter"] ?? ""}
          size="xs"
          aria-label={dao.filter}
          value={state ?? ""}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setState(value === "" ? undefined : (value as ProposalState));
          }}
          data={[{ value: "", label: dao.all }, ...ENDS.map((value) => ({ value, label: dao.states[value] }))]}
        />
      }
    >
      <ListOf list={list} empty={<Empty>{state === undefined ? dao.noOlder : dao.noneInState}</Empty>}>
        {children}
      </ListOf>
    </Section>
  );
}
