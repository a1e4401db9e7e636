import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useIndexed } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { GaslessButton } from "../../ui/GaslessButton.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, Loading, Problem } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "../dao/dao.module.css";
import { MyVote } from "../dao/MyVote.tsx";
import type { Proposal, ProposalState } from "../dao/proposals.ts";
import { useMyVote, useSnapshotPower } from "../dao/useDao.ts";
import { Votes } from "../../ui/Votes.tsx";

interface Props {
  proposal: Proposal;
  state: ProposalState;
}

/** The user's power on a proposal, his vote, and the way to cast it. */
export function YourVote({ proposal, state }: Props) {
  const { dao } = useText();
  const account = useAccount();
  return (
    <Section title={dao.yourVote}>
      {account === undefined ? (
        <Empty action={<ConnectButton />}>{dao.connectHint}</Empty>
      ) : (
        <OfAccount key={account} account={account} proposal={proposal} state={state} />
      )}
    </Section>
  );
}

function OfAccount({ account, proposal: { id, timeline }, state }: Props & { account: string }) {
  const { dao } = useText();
  const snapshot = useSnapshotPower(account, timeline.opensAt);
  const mine = useMyVote(account, id);
  const query = useIndexed("/accounts/{address}", { address: account });
  const { power } = snapshot;
  const { vote } = mine;
  const { data } = query;
  // Without all of it, the page would offer a vote to somebody who has voted, or to nobody.
  if (power === undefined || data === undefined || (mine.isLoading && vote === undefined) || mine.error !== null) {
    const reads: Read[] = [snapshot, mine, { error: query.error, retry: () => void query.refetch() }];
    const failed = reads.filter(hasFailed);
    const retry = () => {
      for (const one of failed) one.retry();
    };
    return failed[0] === undefined ? <Loading /> : <Problem error={failed[0].error} retry={retry} />;
  }
  const now = data.data.votes;
  const isPending = state === "pending";
  const isActive = state === "active";
  return (
    <div className={styles["stack"]}>
      {vote !== undefined && <MyVote vote={vote} />}
      <Facts
        facts={[
          isPending ? null : [dao.snapshotPower, <Votes key="" value={power} />],
          isPending || BigInt(now) !== power ? [dao.powerNow, <Votes key="" value={now} />] : null,
        ]}
      />
      {isPending && (
        <p className={styles["hint"]}>
          {dao.powerPending} {dao.cannotVoteYet}
        </p>
      )}
      {!isPending && BigInt(now) !== power && <p className={styles["hint"]}>{dao.powerFixed}</p>}
      {isActive && vote === undefined && power === 0n && (
        <p className={styles["hint"]}>
          {dao.noPowerThen} <Link to="/dao">{dao.lockFirst}</Link>
        </p>
      )}
      {isActive && vote === undefined && power > 0n && <VoteForm id={id} />}
      {!isPending && !isActive && vote === undefined && <p className={styles["hint"]}>{dao.voteOver}</p>}
    </div>
  );
}

interface Read {
  error: Error | null;
  retry: () => void;
}

const hasFailed = (read: Read): read is Read & { error: Error } => read.error !== null;

const CHOICES = ["for", "against", "abstain"] as const;
type Support = (typeof CHOICES)[number];
const NONE = "none";

/** Characters: a reason is written into the chain, and each costs gas. */
const MOST = 2_000;

function VoteForm({ id }: { id: string }) {
  const { dao } = useText();
  const [support, setSupport] = useState<Support>();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const isTooLong = reason.length > MOST;
  const submit = (isSent: boolean) => {
    setTried(true);
    if (support === undefined || isTooLong) return;
    const vote = { proposalId: BigInt(id), support, reason: reason.trim() };
    if (isSent) startFlow(async () => (await import("../../flows/vote.ts")).voteFlow, vote);
    else startFlow(async () => (await import("../../flows/signVote.ts")).signVoteFlow, vote);
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={dao.choice}
        value={support ?? NONE}
        onChange={(next) => {
          setSupport(next as Support);
        }}
        data={CHOICES.map((choice) => ({ value: choice, label: dao.support[choice] }))}
      />
      {isTried && support === undefined && (
        <p className={styles["against"]} role="alert">
          {dao.chooseFirst}
        </p>
      )}
      <Textarea
        label={dao.reason}
        description={dao.reasonHint}
        autosize={false}
        rows={3}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
        error={isTooLong ? dao.reasonTooLong(reason.length, MOST) : undefined}
      />
      <div className={styles["buttons"]}>
        <Button type="submit">{dao.voteButton}</Button>
        <GaslessButton
          onClick={() => {
            submit(false);
          }}
        />
      </div>
    </form>
  );
}
