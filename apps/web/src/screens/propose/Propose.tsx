import { Alert, Button, Textarea, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useIndexed } from "../../chain/indexed.ts";
import { DraftBar } from "../../flow/DraftBar.tsx";
import { startFlow } from "../../flow/runner.ts";
import { useDraft } from "../../flow/useDraft.ts";
import { useText } from "../../i18n/text.ts";
import { shortAmount } from "../../ui/format.ts";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import daoStyles from "../dao/dao.module.css";
import { Rules } from "../dao/Rules.tsx";
import { useDaoSettings } from "../dao/useDao.ts";
import { ActionFields } from "./ActionFields.tsx";
import { EMPTY_DRAFT, parseDraft } from "../../flows/drafts.ts";
import { EMPTY_PROPOSAL, MAX_ACTIONS, MAX_BODY, MAX_TITLE, readProposalFields } from "./keptProposal.ts";
import styles from "./propose.module.css";

/** A proposal by what it should do. */
export function Screen() {
  const { propose } = useText();
  const account = useAccount();
  return (
    <Page title={propose.title} intro={propose.intro}>
      <Columns>
        {account === undefined ? (
          <Section>
            <Empty action={<ConnectButton />}>{propose.connect}</Empty>
          </Section>
        ) : (
          <Form account={account} />
        )}
        <Rules />
      </Columns>
    </Page>
  );
}

function Form({ account }: { account: string }) {
  const t = useText();
  const { propose } = t;
  const kept = useDraft("proposal", EMPTY_PROPOSAL, readProposalFields);
  const { title, body, drafts } = kept.fields;
  const setDrafts = (next: (all: typeof drafts) => typeof drafts) => {
    kept.change((fields) => ({ ...fields, drafts: next(fields.drafts) }));
  };
  const [isTried, setTried] = useState(false);
  const parsed = drafts.map(({ draft }) => parseDraft(draft, t));
  const titleError = title.trim() === "" ? propose.headingRequired : tooLong(title, MAX_TITLE);
  const bodyError = tooLong(body, MAX_BODY);

  function tooLong(text: string, most: number): string | undefined {
    return text.length > most ? propose.tooLong(text.length, most) : undefined;
  }
  const submit = () => {
    setTried(true);
    const intents = parsed.flatMap(({ intent }) => (intent === undefined ? [] : [intent]));
    if (titleError !== undefined || bodyError !== undefined || intents.length < drafts.length) return;
    const proposal = { intents, title: title.trim(), body: body.trim() };
    kept.sent();
    startFlow(async () => (await import("../../flows/propose.ts")).proposeFlow, proposal);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Column>
        <Section title={propose.about}>
          <div className={daoStyles["form"]}>
            <TextInput
              label={propose.heading}
              placeholder={propose.headingHint}
              autoComplete="off"
              value={title}
              onChange={(event) => {
                const { value } = event.currentTarget;
                kept.change((fields) => ({ ...fields, title: value }));
              }}
              error={isTried || title !== "" ? titleError : undefined}
            />
            <Textarea
              label={propose.body}
              description={propose.bodyHint}
              rows={5}
              value={body}
              onChange={(event) => {
                const { value } = event.currentTarget;
                kept.change((fields) => ({ ...fields, body: value }));
              }}
              error={bodyError}
            />
            <DraftBar draft={kept} />
          </div>
        </Section>
        <Section title={propose.does}>
          {drafts.map(({ id, draft }, index) => (
            <fieldset key={id} className={styles["action"]}>
              <div className={styles["actionHead"]}>
                <span>{propose.action(index + 1)}</span>
                {drafts.length > 1 && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => {
                      setDrafts((all) => all.filter((one) => one.id !== id));
                    }}
                  >
                    {propose.remove(index + 1)}
                  </Button>
                )}
              </div>
              <ActionFields
                draft={draft}
                errors={parsed[index]?.errors ?? {}}
                isTried={isTried}
                onChange={(change) => {
                  setDrafts((all) =>
                    all.map((one) => (one.id === id ? { id, draft: { ...one.draft, ...change } } : one)),
                  );
                }}
              />
            </fieldset>
          ))}
          <div className={styles["foot"]}>
            <Button
              variant="default"
              disabled={drafts.length >= MAX_ACTIONS}
              onClick={() => {
                setTried(false);
                setDrafts((all) => [...all, { id: Math.max(...all.map(({ id }) => id)) + 1, draft: EMPTY_DRAFT }]);
              }}
            >
              {propose.add}
            </Button>
            <Submit account={account} />
          </div>
        </Section>
      </Column>
    </form>
  );
}

/** The button, or why this account cannot propose and how it could. */
function Submit({ account }: { account: string }) {
  const { propose, dao } = useText();
  const { settings } = useDaoSettings();
  const { data } = useIndexed("/accounts/{address}", { address: account });
  const needed = BigInt(settings["proposalThreshold"] ?? "0");
  const has = BigInt(data?.data.votes ?? "0");
  if (data === undefined || has >= needed) return <Button type="submit">{propose.review}</Button>;
  const votes = (amount: bigint) => dao.votes(shortAmount(amount));
  return (
    <Alert color="yellow" variant="light">
      <div className={daoStyles["stack"]}>
        <span>{propose.tooFewVotes(votes(needed), votes(has), shortAmount(needed - has))}</span>
        <div>
          <Button component={Link} to="/dao" size="xs">
            {propose.lock}
          </Button>
        </div>
      </div>
    </Alert>
  );
}
