import { Button } from "@mantine/core";
import { useIndexedList } from "../../chain/indexed.ts";
import type { PayoutAccount } from "../../chain/payoutAccounts.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import styles from "./Credit.module.css";
import { OfferedAccounts } from "./OfferedAccounts.tsx";
import { Ownership } from "./Ownership.tsx";
import { Receivables } from "./Receivables.tsx";

/** The payout accounts of the account, with the orders that pay them. */
export function Accounts({ account: owner }: { account: string }) {
  const { credit } = useText();
  const list = useIndexedList("/payout-accounts", { owner });
  const create = (
    <Button
      onClick={() => {
        startFlow(async () => (await import("../../flows/payoutAccount.ts")).createPayoutAccountFlow, {});
      }}
    >
      {credit.createAccount}
    </Button>
  );
  return (
    <div className={styles["stack"]}>
      <OfferedAccounts account={owner} />
      <ListOf
        list={list}
        empty={
          <Section>
            <Empty action={create}>{credit.noAccounts}</Empty>
          </Section>
        }
      >
        {(accounts) => accounts.map((one) => <One key={one.account} payout={one} owner={owner} />)}
      </ListOf>
      {list.items.length > 0 && <div>{create}</div>}
    </div>
  );
}

function One({ payout, owner }: { payout: PayoutAccount; owner: string }) {
  const { credit } = useText();
  const { account, balance, withdrawable, loans, pendingOwner } = payout;
  const canWithdraw = BigInt(withdrawable) > 0n;
  return (
    <Section>
      <div className={styles["stack"]}>
        <FullAddress value={account} />
        <Facts
          facts={[
            [credit.balance, <Amount key="" value={balance} exact />],
            [credit.withdrawable, <Amount key="" value={withdrawable} exact />],
            loans.length === 0 ? null : [credit.pledgedTo, credit.pledgedLoans(loans.length)],
            pendingOwner === null ? null : [credit.offeredTo, <FullAddress key="" value={pendingOwner} />],
          ]}
        />
        {canWithdraw && (
          <div>
            <Button
              size="xs"
              onClick={() => {
                startFlow(async () => (await import("../../flows/payoutAccount.ts")).withdrawFromPayoutAccountFlow, {
                  payoutAccount: account,
                });
              }}
            >
              {credit.withdraw}
            </Button>
          </div>
        )}
        <Ownership key={pendingOwner} payout={payout} />
        <Receivables payoutAccount={account} owner={owner} />
      </div>
    </Section>
  );
}
