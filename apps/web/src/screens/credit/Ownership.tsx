import { Button } from "@mantine/core";
import { useState } from "react";
import type { PayoutAccount } from "../../chain/payoutAccounts.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AddressInput } from "../../ui/inputs.tsx";
import { parseAddress } from "../../ui/parse.ts";
import styles from "./Credit.module.css";

/** Offers a payout account of the user to another owner, or withdraws the offer. */
export function Ownership({ payout: { account, owner, pendingOwner } }: { payout: PayoutAccount }) {
  const t = useText();
  const { credit } = t;
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const transfer = (to: string | undefined) => {
    startFlow(async () => (await import("../../flows/payoutAccountOwner.ts")).transferPayoutAccountFlow, {
      ...{ payoutAccount: account, to },
    });
  };
  const isOffered = pendingOwner !== null;
  if (isOffered || !isOpen) {
    return (
      <div>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            if (isOffered) transfer(undefined);
            else setOpen(true);
          }}
        >
          {isOffered ? credit.keepTitle : credit.transfer}
        </Button>
      </div>
    );
  }
  const { value: to } = parseAddress(text, t);
  const problem = to === owner ? credit.ownedAlready : to === account ? credit.transferToItself : undefined;
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (to !== undefined && problem === undefined) transfer(to);
      }}
    >
      <AddressInput
        label={credit.nextOwner}
        description={credit.nextOwnerHint}
        text={text}
        onText={setText}
        isTried={isTried}
        problem={problem}
      />
      <div className={styles["side"]}>
        <Button type="submit" size="xs">
          {credit.transferReview}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setOpen(false);
          }}
        >
          {t.common.cancel}
        </Button>
      </div>
    </form>
  );
}
