import { Button } from "@mantine/core";
import { useState } from "react";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { ConnectButton } from "../../ui/ConnectButton.tsx";
import { Figure } from "../../ui/Facts.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, ValueOf } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./dao.module.css";
import { DelegateForm } from "./DelegateForm.tsx";
import { LockForm, UnlockForm } from "./LockForms.tsx";
import { Votes } from "../../ui/Votes.tsx";

type Account = NonNullable<ReturnType<typeof useIndexed<"/accounts/{address}">>["data"]>["data"];

/** What the user has locked, and who votes with it. */
export function Membership() {
  const { dao } = useText();
  const account = useAccount();
  return (
    <Section title={dao.membership}>
      {account === undefined ? (
        <Empty action={<ConnectButton />}>{dao.connectHint}</Empty>
      ) : (
        <OfAccount key={account} account={account} />
      )}
    </Section>
  );
}

function OfAccount({ account }: { account: string }) {
  const query = useIndexed("/accounts/{address}", { address: account });
  return <ValueOf query={query}>{(data) => <Details account={data} />}</ValueOf>;
}

const FORMS = ["lock", "unlock", "delegate"] as const;
type Form = (typeof FORMS)[number];

function Details({ account }: { account: Account }) {
  const { dao } = useText();
  const [open, setOpen] = useState<Form>();
  const { balance, locked, votes, delegate } = account;
  const isMyself = delegate === account.account;
  const canDo: Record<Form, boolean> = { lock: true, unlock: locked !== "0", delegate: true };
  return (
    <>
      <div className={styles["figures"]}>
        <Figure label={dao.free}>
          <Amount value={balance} />
        </Figure>
        <Figure label={dao.locked}>
          <Amount value={locked} />
        </Figure>
        <Figure label={dao.power}>
          <Votes value={votes} />
        </Figure>
        <Figure label={dao.delegateLabel}>{isMyself ? dao.myself : <Address value={delegate} copy={false} />}</Figure>
      </div>
      <div className={styles["stack"]}>
        {votes === "0" && locked === "0" && <p className={styles["hint"]}>{dao.noPower}</p>}
        {!isMyself && <p className={styles["hint"]}>{dao.delegatedAway}</p>}
        <Delegators account={account.account} />
        <div className={styles["buttons"]}>
          {FORMS.filter((form) => canDo[form]).map((form) => (
            <Button
              key={form}
              variant={form === "lock" && open === undefined ? "filled" : open === form ? "light" : "default"}
              aria-expanded={open === form}
              onClick={() => {
                setOpen(open === form ? undefined : form);
              }}
            >
              {dao[form]}
            </Button>
          ))}
        </div>
      </div>
      {open === "lock" && <LockForm balance={BigInt(balance)} />}
      {open === "unlock" && canDo.unlock && <UnlockForm locked={BigInt(locked)} />}
      {open === "delegate" && <DelegateForm account={account.account} delegate={delegate} />}
    </>
  );
}

/** The accounts that let the user vote for them. */
function Delegators({ account }: { account: string }) {
  const { dao, common } = useText();
  const list = useIndexedList("/voters/{address}/delegators", { address: account });
  const others = list.items.filter((voter) => voter.account !== account && voter.locked !== "0");
  if (others.length === 0) return null;
  return (
    <div>
      <p className={styles["hint"]}>{dao.delegators}</p>
      <div className={styles["row"]}>
        {others.map((voter) => (
          <span key={voter.account}>
            <Address value={voter.account} copy={false} /> · <Votes value={voter.locked} />
          </span>
        ))}
        {list.hasMore && (
          <Button size="compact-xs" variant="subtle" loading={list.isLoadingMore} onClick={list.more}>
            {common.more}
          </Button>
        )}
      </div>
    </div>
  );
}
