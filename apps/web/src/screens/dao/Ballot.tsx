import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { useNow } from "../../ui/clock.ts";
import { GaslessButton } from "../../ui/GaslessButton.tsx";
import { Section } from "../../ui/Page.tsx";
import styles from "./dao.module.css";
import { stateAt, type Proposal } from "./proposals.ts";
import { ProposalTitle } from "./ProposalTitle.tsx";
import { useSnapshotPower } from "./useDao.ts";
import { Votes } from "../../ui/Votes.tsx";

const CHOICES = ["for", "against", "abstain"] as const;
type Support = (typeof CHOICES)[number];

interface Props {
  account: string;
  /** Open proposals on which the user has not voted. */
  proposals: readonly Proposal[];
}

/** A vote on many proposals with one transaction, or with one signature. */
export function Ballot({ account, proposals }: Props) {
  const { dao } = useText();
  const now = useNow();
  const [chosen, setChosen] = useState<Readonly<Partial<Record<string, Support>>>>({});
  const [isTried, setTried] = useState(false);
  const votable = proposals.filter((one) => stateAt(one, now) === "active");
  const choices = votable.flatMap(({ id }) => {
    const support = chosen[id];
    return support === undefined ? [] : [{ proposalId: BigInt(id), support }];
  });
  if (votable.length < 2) return null;
  const submit = (isSent: boolean) => {
    setTried(true);
    if (choices.length === 0) return;
    if (isSent) startFlow(async () => (await import("../../flows/voteMany.ts")).voteManyFlow, { choices });
    else startFlow(async () => (await import("../../flows/signBallotPaper.ts")).signBallotPaperFlow, { choices });
  };
  return (
    <Section title={dao.ballot}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(true);
        }}
      >
        <p className={styles["hint"]}>{dao.ballotHint}</p>
        {votable.map((proposal) => (
          <Row
            key={proposal.id}
            account={account}
            proposal={proposal}
            value={chosen[proposal.id]}
            onValue={(support) => {
              setChosen((all) => ({ ...all, [proposal.id]: support }));
            }}
          />
        ))}
        <div className={styles["stack"]}>
          {isTried && choices.length === 0 && (
            <p className={styles["against"]} role="alert">
              {dao.ballotEmpty}
            </p>
          )}
          <div className={styles["buttons"]}>
            <Button type="submit">{dao.ballotVote(choices.length)}</Button>
            <GaslessButton
              onClick={() => {
                submit(false);
              }}
            />
          </div>
        </div>
      </form>
    </Section>
  );
}

interface RowProps {
  account: string;
  proposal: Proposal;
  value: Support | undefined;
  onValue: (support: Support | undefined) => void;
}

function Row({ account, proposal: { id, description, timeline }, value, onValue }: RowProps) {
  const { dao } = useText();
  const { power } = useSnapshotPower(account, timeline.opensAt);
  return (
    <div className={styles["ballotRow"]} role="group" aria-label={dao.proposal(id)}>
      <strong className={styles["cardTitle"]}>
        <ProposalTitle id={id} description={description} />
      </strong>
      <div className={styles["about"]}>
        <span>{dao.proposal(id)}</span>
        {power !== undefined && <Votes value={power} />}
      </div>
      {power === 0n ? (
        <p className={styles["hint"]}>{dao.noPowerHere}</p>
      ) : (
        <SegmentedControl
          size="xs"
          aria-label={dao.proposal(id)}
          value={value ?? "skip"}
          onChange={(next) => {
            onValue(next === "skip" ? undefined : next);
          }}
          data={[
            ...CHOICES.map((choice) => ({ value: choice, label: dao.support[choice] })),
            { value: "skip", label: dao.skip },
          ]}
        />
      )}
    </div>
  );
}
