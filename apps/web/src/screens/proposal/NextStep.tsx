import { Button } from "@mantine/core";
import type { Flow } from "../../flow/flow.ts";
import { startFlow } from "../../flow/runner.ts";
import type { StagedProposal } from "../../flows/stagedProposal.ts";
import { useText } from "../../i18n/text.ts";
import { shortAmount, duration } from "../../ui/format.ts";
import { Section } from "../../ui/Page.tsx";
import { useNow } from "../../ui/clock.ts";
import { useAccount } from "../../wallet/session.ts";
import styles from "../dao/dao.module.css";
import type { Proposal, ProposalState } from "../dao/proposals.ts";
import { useDaoSettings } from "../dao/useDao.ts";
import { When } from "../dao/When.tsx";

interface Props {
  proposal: Proposal;
  state: ProposalState;
}

/** What can be done with a proposal now, by whom; or why nothing can, and when. */
export function NextStep({ proposal, state }: Props) {
  const { dao } = useText();
  return (
    <Section title={dao.next}>
      <div className={styles["stack"]}>
        <p className={styles["hint"]}>
          <Sentence proposal={proposal} state={state} />
        </p>
        {(state === "pending" || state === "active" || state === "succeeded" || state === "queued") && (
          <When proposal={proposal} state={state} />
        )}
        <Actions proposal={proposal} state={state} />
      </div>
    </Section>
  );
}

function Sentence({ proposal, state }: Props) {
  const t = useText();
  const { dao } = t;
  const now = useNow();
  const { settings } = useDaoSettings();
  switch (state) {
    case "pending":
      return dao.powerPending;
    case "active":
      return dao.majority;
    case "succeeded":
      return dao.queueHint(duration(Number(settings["executionDelay"] ?? 0), t));
    case "queued":
      return now < (proposal.timeline.executableAt ?? 0) ? dao.tooEarly : dao.executeHint;
    case "defeated":
      return whyDefeated(proposal, dao);
    case "expired":
      return dao.expiredWhy;
    case "executed":
      return dao.executedWhy;
    case "canceled":
      return dao.canceledWhy;
  }
}

function whyDefeated({ votes, quorum }: Proposal, dao: ReturnType<typeof useText>["dao"]): string {
  const counted = BigInt(votes.for) + BigInt(votes.abstain);
  const needed = BigInt(quorum ?? "0");
  return counted < needed ? dao.defeatedWhy.quorum(dao.votes(shortAmount(needed - counted))) : dao.defeatedWhy.majority;
}

function Actions({ proposal, state }: Props) {
  const { dao } = useText();
  const now = useNow();
  const account = useAccount();
  const { settings } = useDaoSettings();
  if (account === undefined) return null;
  const isGuardian = settings["proposalGuardian"] === account;
  const isProposer = proposal.proposer === account;
  const isDue = state === "queued" && now >= (proposal.timeline.executableAt ?? Infinity);
  const isOpen = state === "pending" || state === "active" || state === "succeeded" || state === "queued";
  const canCancel = (isProposer && state === "pending") || (isGuardian && isOpen);
  return (
    <>
      {state === "succeeded" && (
        <Action
          label={dao.queue}
          proposal={proposal}
          load={async () => (await import("../../flows/queueProposal.ts")).queueProposalFlow}
        />
      )}
      {isDue && (
        <Action
          label={dao.execute}
          proposal={proposal}
          load={async () => (await import("../../flows/executeProposal.ts")).executeProposalFlow}
        />
      )}
      {canCancel && (
        <>
          <p className={styles["hint"]}>{isProposer && state === "pending" ? dao.cancelHint : dao.cancelGuardian}</p>
          <Action
            label={dao.cancel}
            isDangerous
            proposal={proposal}
            load={async () => (await import("../../flows/cancelProposal.ts")).cancelProposalFlow}
          />
        </>
      )}
      {isProposer && !canCancel && isOpen && <p className={styles["hint"]}>{dao.cancelMine}</p>}
    </>
  );
}

interface ActionProps {
  label: string;
  proposal: Proposal;
  load: () => Promise<Flow<StagedProposal>>;
  isDangerous?: boolean;
}

function Action({ label, proposal, load, isDangerous = false }: ActionProps) {
  return (
    <Button
      {...(isDangerous && { variant: "default" })}
      onClick={() => {
        startFlow(load, proposal);
      }}
    >
      {label}
    </Button>
  );
}
