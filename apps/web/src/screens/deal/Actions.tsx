import { Button } from "@mantine/core";
import { useState } from "react";
import { encodeNote } from "../../deals/note.ts";
import { allowedNow, nextFor, rolesOf, turnOf, type AllowedAction, type IndexedDeal } from "../../deals/standing.ts";
import { startFlow } from "../../flow/runner.ts";
import { startAction } from "../deals/startAction.ts";
import { usePartyOf } from "../deals/usePartyOf.ts";
import { useText } from "../../i18n/text.ts";
import { useNow } from "../../ui/clock.ts";
import { exactAmount, shortAmount } from "../../ui/format.ts";
import { GaslessButton } from "../../ui/GaslessButton.tsx";
import { AmountInput } from "../../ui/inputs.tsx";
import { Section } from "../../ui/Page.tsx";
import { parseAmount } from "../../ui/parse.ts";
import styles from "./Actions.module.css";
import { NoteInput } from "./NoteInput.tsx";
import { Split } from "./Split.tsx";

/** What the account can do now; the most likely first. */
export function Actions({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const account = usePartyOf(deal);
  const now = useNow();
  if (deal.actions.length === 0) return null;
  const allowed = allowedNow(deal, account, now);
  const next = nextFor(deal, account, now)?.action;
  const sorted = [...allowed].sort((a, b) => Number(b.action === next) - Number(a.action === next));
  const roles = rolesOf(deal, account);
  const turn = turnOf(deal, now);
  const isWaiting = roles.length > 0 && turn !== undefined && !roles.includes(turn);
  const none = account === undefined ? deals.connectToAct : deals.nothingNow;
  return (
    <Section title={deals.actionsTitle}>
      {sorted.length === 0 ? (
        <p className={styles["hint"]}>{none}</p>
      ) : (
        <div className={styles["list"]}>
          {isWaiting && <p className={styles["waiting"]}>{deals.mayWait(deals.turn[turn])}</p>}
          {sorted.map((one) => (
            // What was entered is done once the money has moved.
            <Action key={`${one.action} ${deal.left}`} deal={deal} allowed={one} isNext={one.action === next} />
          ))}
        </div>
      )}
    </Section>
  );
}

interface ActionProps {
  deal: IndexedDeal;
  allowed: AllowedAction;
  isNext: boolean;
}

function Action({ deal, allowed, isNext }: ActionProps) {
  const { deals } = useText();
  const { action } = allowed;
  const account = usePartyOf(deal);
  const isOwnRefund = action === "refund" && deal.payer === account;
  return (
    <div className={styles["action"]}>
      <p className={styles["hint"]}>{isOwnRefund ? deals.takeBackHint : deals.hints[action]}</p>
      {action === "resolve" ? <Split deal={deal} /> : <ActionForm deal={deal} allowed={allowed} isNext={isNext} />}
    </div>
  );
}

/** Whether the action moves an amount that the user chooses. */
function hasAmount({ action, by }: AllowedAction): boolean {
  return action === "release" || action === "topUp" || (action === "refund" && by === "payee");
}

function ActionForm({ deal, allowed, isNext }: ActionProps) {
  const t = useText();
  const { deals } = t;
  const { action, amount: most } = allowed;
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [isTried, setTried] = useState(false);
  const isAll = text.trim() === "" && action !== "topUp";
  const { value } = parseAmount(text, t);
  const submit = (isSent: boolean) => {
    setTried(true);
    const isValid = isAll || (value !== undefined && (most === undefined || value <= most));
    if ((hasAmount(allowed) && !isValid) || encodeNote(note) === undefined) return;
    const amount = isAll ? undefined : value;
    if (isSent) startAction(deal, action, { amount, note });
    else startFlow(async () => (await import("../../flows/signRelease.ts")).signReleaseFlow, { deal, amount });
  };
  const account = usePartyOf(deal);
  const isPayee = deal.payee === account;
  const label =
    action === "claim" && most !== undefined && isPayee
      ? `${deals.do.claim} ${shortAmount(most)} SCV`
      : action === "refund" && deal.payer === account
        ? deals.takeBack
        : deals.do[action];
  return (
    <form
      className={styles["fields"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      {hasAmount(allowed) && (
        <AmountInput
          label={deals.part}
          text={text}
          onText={setText}
          isTried={isTried && !isAll}
          available={most}
          {...(most !== undefined && { description: deals.amountAll(`${exactAmount(most)} SCV`) })}
        />
      )}
      {action === "deliver" && (
        <NoteInput label={deals.note} description={deals.noteHint} text={note} onText={setNote} />
      )}
      {action === "dispute" && (
        <NoteInput label={deals.reason} description={deals.reasonHint} text={note} onText={setNote} />
      )}
      <div className={styles["buttons"]}>
        <Button type="submit" variant={isNext ? "filled" : "default"}>
          {label}
        </Button>
        {action === "release" && (
          <GaslessButton
            onClick={() => {
              submit(false);
            }}
          />
        )}
      </div>
    </form>
  );
}
