import { Button } from "@mantine/core";
import { useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { shortAddress } from "../../ui/format.ts";
import { GaslessButton } from "../../ui/GaslessButton.tsx";
import { AddressInput } from "../../ui/inputs.tsx";
import { parseAddress } from "../../ui/parse.ts";
import styles from "./dao.module.css";
import { Votes } from "../../ui/Votes.tsx";

/** Voters to choose from. */
const SUGGESTED = 5;

function startDelegate(delegatee: string, isSent = true) {
  if (isSent) startFlow(async () => (await import("../../flows/delegate.ts")).delegateFlow, { delegatee });
  else startFlow(async () => (await import("../../flows/signDelegation.ts")).signDelegationFlow, { delegatee });
}

/** The account that votes with what the user has locked. */
export function DelegateForm({ account, delegate }: { account: string; delegate: string }) {
  const t = useText();
  const { dao } = t;
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const { value } = parseAddress(text, t);
  const isSame = value === delegate;
  const submit = (isSent: boolean) => {
    setTried(true);
    if (value !== undefined && !isSame) startDelegate(value, isSent);
  };
  return (
    <form
      className={`${styles["form"] ?? ""} ${styles["formBelow"] ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      <p className={styles["hint"]}>{dao.delegateHint}</p>
      <AddressInput label={dao.delegateTo} text={text} onText={setText} isTried={isTried} />
      {isSame && <p className={styles["hint"]}>{dao.alreadyDelegate}</p>}
      <Suggested without={[account, delegate]} onChosen={setText} />
      <div className={styles["buttons"]}>
        <Button type="submit">{dao.delegate}</Button>
        <GaslessButton
          onClick={() => {
            submit(false);
          }}
        />
        {delegate !== account && (
          <Button
            variant="default"
            onClick={() => {
              startDelegate(account);
            }}
          >
            {dao.delegateSelf}
          </Button>
        )}
      </div>
    </form>
  );
}

function Suggested({ without, onChosen }: { without: readonly string[]; onChosen: (account: string) => void }) {
  const { dao } = useText();
  const { items } = useIndexedList("/voters", { limit: SUGGESTED + without.length });
  const shown = items.filter(({ account, votes }) => votes !== "0" && !without.includes(account)).slice(0, SUGGESTED);
  return shown.map(({ account, votes }) => (
    <div key={account} className={styles["row"]}>
      <Address value={account} copy={false} />
      <Votes value={votes} />
      <Button
        size="compact-xs"
        variant="light"
        aria-label={dao.choose(shortAddress(account))}
        onClick={() => {
          onChosen(account);
        }}
      >
        {dao.choose("")}
      </Button>
    </div>
  ));
}
