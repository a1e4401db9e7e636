import { Button, NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { inScv } from "../../ui/format.ts";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import { useUrlState } from "../../ui/urlState.ts";
import styles from "./Credit.module.css";
import type { IndexedLoan } from "./indexedLoan.ts";
import { LoanStatus } from "./LoanStatus.tsx";

const SIDES = ["party", "borrower", "lender"] as const;

/** What the account borrowed and lent. */
export function Loans({ account }: { account: string }) {
  const { credit } = useText();
  const [url, setUrl] = useUrlState(["side"]);
  const side = SIDES.find((one) => one === url.side) ?? "party";
  const list = useIndexedList("/loans", { [side]: account });
  return (
    <Section
      title={credit.tabs.loans}
      actions={
        <NativeSelect
          aria-label={credit.side}
          value={side}
          onChange={(event) => {
            setUrl({ side: event.currentTarget.value.replace("party", "") });
          }}
          data={SIDES.map((value) => ({ value, label: credit.sides[value] }))}
        />
      }
    >
      <ListOf
        list={list}
        empty={
          <Empty
            action={
              <Button component={Link} to="/credit/offer">
                {credit.openOffer}
              </Button>
            }
          >
            {credit.noLoans}
          </Empty>
        }
      >
        {(loans) => (
          <ul className={styles["list"]}>
            {loans.map((loan) => (
              <Row key={loan.id} loan={loan} account={account} />
            ))}
          </ul>
        )}
      </ListOf>
    </Section>
  );
}

function Row({ loan, account }: { loan: IndexedLoan; account: string }) {
  const { credit } = useText();
  const isMine = loan.lender.toLowerCase() === account.toLowerCase();
  const other = isMine ? loan.borrower : loan.lender;
  const owed = BigInt(loan.owed);
  return (
    <li className={styles["entry"]}>
      <div>
        <Link to="/loans/$id" params={{ id: loan.id }} className={styles["name"]}>
          {loan.due === null && loan.orders.length > 0 ? credit.advance : credit.loan}: {inScv(BigInt(loan.amount))}
        </Link>
        <div className={styles["about"]}>
          <span>{isMine ? credit.lentTo : credit.borrowedFrom}</span>
          {other !== null && <Address value={other} copy={false} />}
        </div>
      </div>
      <div className={styles["side"]}>
        {owed > 0n && <span>{credit.owed(inScv(owed))}</span>}
        {loan.state === "active" && (
          <span className={styles["about"]}>
            {loan.nextDue === null ? (
              credit.byOrders
            ) : (
              <>
                {credit.nextDue} <Time at={loan.nextDue} />
              </>
            )}
          </span>
        )}
        <LoanStatus loan={loan} />
      </div>
    </li>
  );
}
