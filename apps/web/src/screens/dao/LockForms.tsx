import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { GaslessButton } from "../../ui/GaslessButton.tsx";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount } from "../../ui/parse.ts";
import styles from "./dao.module.css";

/** How much to lock. */
export function LockForm({ balance }: { balance: bigint }) {
  const { dao } = useText();
  return (
    <AmountForm
      hint={dao.lockHint}
      label={dao.lockAmount}
      button={dao.lock}
      available={balance}
      onAmount={(amount) => {
        startFlow(async () => (await import("../../flows/lock.ts")).lockFlow, { amount });
      }}
      onSigned={(amount) => {
        startFlow(async () => (await import("../../flows/signLock.ts")).signLockFlow, { amount });
      }}
    />
  );
}

/** How much to unlock. */
export function UnlockForm({ locked }: { locked: bigint }) {
  const { dao } = useText();
  return (
    <AmountForm
      hint={dao.unlockHint}
      label={dao.unlockAmount}
      button={dao.unlock}
      available={locked}
      onAmount={(amount) => {
        startFlow(async () => (await import("../../flows/unlock.ts")).unlockFlow, { amount });
      }}
    />
  );
}

interface AmountFormProps {
  hint: ReactNode;
  label: string;
  button: string;
  available: bigint;
  onAmount: (amount: bigint) => void;
  /** Where a signature is enough. */
  onSigned?: (amount: bigint) => void;
}

function AmountForm({ hint, label, button, available, onAmount, onSigned }: AmountFormProps) {
  const t = useText();
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const submit = (then: (amount: bigint) => void) => {
    setTried(true);
    const { value } = parseAmount(text, t);
    if (value !== undefined && value <= available) then(value);
  };
  return (
    <form
      className={`${styles["form"] ?? ""} ${styles["formBelow"] ?? ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit(onAmount);
      }}
    >
      <p className={styles["hint"]}>{hint}</p>
      <AmountInput label={label} text={text} onText={setText} isTried={isTried} available={available} />
      <div className={styles["buttons"]}>
        <Button type="submit">{button}</Button>
        {onSigned !== undefined && (
          <GaslessButton
            onClick={() => {
              submit(onSigned);
            }}
          />
        )}
      </div>
    </form>
  );
}
