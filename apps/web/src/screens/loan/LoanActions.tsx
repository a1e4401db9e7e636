import { Button } from "@mantine/core";
import type { LoanStanding } from "@servicecoin/sdk";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { inScv } from "../../ui/format.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount } from "../../ui/parse.ts";
import styles from "../credit/Credit.module.css";

/** What can be done with a loan: anyone can repay and collect, the lender can forgive. */
export function LoanActions({ standing, isLender }: { standing: LoanStanding; isLender: boolean }) {
  const t = useText();
  const { credit } = t;
  const { loanId, collectable, ends } = standing;
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const due = Object.values(collectable).reduce((sum, amount) => sum + amount, 0n);
  const repay = (amount: bigint | undefined) => {
    startFlow(async () => (await import("../../flows/loanActions.ts")).repayLoanFlow, { loanId, amount });
  };
  return (
    <div className={styles["stack"]}>
      {!isLender && (
        <form
          className={styles["form"]}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            const { value } = parseAmount(text, t);
            if (value !== undefined) repay(value);
          }}
        >
          <AmountInput label={credit.repayAmount} text={text} onText={setText} isTried={isTried} />
          <div className={styles["row"]}>
            <Button type="submit">{credit.repayButton}</Button>
            <Button
              variant="default"
              onClick={() => {
                repay(undefined);
              }}
            >
              {credit.repayAll}
            </Button>
          </div>
        </form>
      )}
      {(due > 0n || ends) && (
        <div className={styles["row"]}>
          <Button
            variant={isLender ? "filled" : "default"}
            onClick={() => {
              startFlow(async () => (await import("../../flows/loanActions.ts")).collectLoanFlow, { loanId });
            }}
          >
            {credit.collectButton}
          </Button>
          <span className={styles["hint"]}>
            {credit.collectable}: {inScv(due)}
          </span>
        </div>
      )}
      {isLender && due === 0n && !ends && <p className={styles["hint"]}>{credit.nothingToDo}</p>}
      {isLender && (
        <div>
          <Button
            variant="default"
            onClick={() => {
              startFlow(async () => (await import("../../flows/loanActions.ts")).forgiveLoanFlow, { loanId });
            }}
          >
            {credit.forgiveButton}
          </Button>
        </div>
      )}
    </div>
  );
}
