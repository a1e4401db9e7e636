import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import styles from "./Provide.module.css";

/** Signs that the account agrees to be paid for a service of somebody else. */
export function Agree() {
  const { provide } = useText();
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const isNumber = /^\d{1,15}$/.test(text.trim());
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isNumber) return;
        startFlow(async () => (await import("../../flows/serviceWallet.ts")).signServiceWalletFlow, {
          agentId: Number(text.trim()),
        });
      }}
    >
      <p className={styles["hint"]}>{provide.walletAgreeHint}</p>
      <TextInput
        label={provide.walletServiceId}
        description={provide.walletServiceIdHint}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
        error={(text !== "" || isTried) && !isNumber ? provide.walletServiceIdBad : undefined}
      />
      <div>
        <Button type="submit" variant="default">
          {provide.walletConsent}
        </Button>
      </div>
    </form>
  );
}
