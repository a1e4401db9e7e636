import { Button } from "@mantine/core";
import { useIndexedList } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { Section } from "../../ui/Page.tsx";
import styles from "./Credit.module.css";

/** Payout accounts of others that are offered to the account; nothing if there are none. */
export function OfferedAccounts({ account: pendingOwner }: { account: string }) {
  const { credit } = useText();
  const { items } = useIndexedList("/payout-accounts", { pendingOwner });
  if (items.length === 0) return null;
  return (
    <Section title={credit.offeredAccounts}>
      <div className={styles["stack"]}>
        {items.map(({ account, owner, balance, withdrawable, loans }) => (
          <div key={account} className={styles["stack"]}>
            <FullAddress value={account} />
            <Facts
              facts={[
                [credit.from, <FullAddress key="" value={owner} />],
                [credit.balance, <Amount key="" value={balance} exact />],
                [credit.withdrawable, <Amount key="" value={withdrawable} exact />],
                loans.length === 0 ? null : [credit.pledgedTo, credit.pledgedLoans(loans.length)],
              ]}
            />
            <div>
              <Button
                size="xs"
                onClick={() => {
                  startFlow(async () => (await import("../../flows/payoutAccountOwner.ts")).acceptPayoutAccountFlow, {
                    payoutAccount: account,
                  });
                }}
              >
                {credit.accept}
              </Button>
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}
