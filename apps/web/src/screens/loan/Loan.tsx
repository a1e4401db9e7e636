import type { LoanStanding } from "@servicecoin/sdk";
import { yearlyBpsOf } from "@servicecoin/sdk/arithmetic";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useIndexed } from "../../chain/indexed.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { Amount } from "../../ui/Amount.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { percent } from "../../ui/format.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { Column, Columns, Page, Section } from "../../ui/Page.tsx";
import { Loading, Problem, ValueOf } from "../../ui/States.tsx";
import { DateTime } from "../../ui/Time.tsx";
import { useAccount } from "../../wallet/session.ts";
import type { IndexedLoan } from "../credit/indexedLoan.ts";
import { LoanStatus } from "../credit/LoanStatus.tsx";
import { LoanActions } from "./LoanActions.tsx";
import { PledgedOrders } from "./PledgedOrders.tsx";
import { LoanTimeline } from "./LoanTimeline.tsx";

/** One loan. */
export function Screen() {
  const { id = "" } = useParams({ strict: false });
  const query = useIndexed("/loans/{id}", { id });
  return <ValueOf query={query}>{(loan) => <Details loan={loan} />}</ValueOf>;
}

/** What the chain says now. */
function useStanding(id: string): UseQueryResult<LoanStanding | null> {
  const network = useNetwork();
  return useQuery({
    queryKey: ["loan", network.rpc, id],
    queryFn: async () => (await import("../../flows/readLoans.ts")).loanOnChain(id),
  });
}

function Details({ loan }: { loan: IndexedLoan }) {
  const { credit } = useText();
  const account = useAccount()?.toLowerCase();
  const query = useStanding(loan.id);
  const standing = query.data ?? undefined;
  const isLender = loan.lender.toLowerCase() === account;
  const isBorrower = loan.borrower?.toLowerCase() === account;
  const who = isLender ? credit.youLent : isBorrower ? credit.youBorrowed : credit.notYours;
  const isAdvance = loan.due === null && loan.orders.length > 0;
  return (
    <Page
      title={isAdvance ? credit.advance : credit.loan}
      intro={account === undefined ? undefined : who}
      actions={<LoanStatus loan={loan} />}
    >
      <Columns>
        <Column>
          {loan.state === "active" && standing?.state !== "ended" && (
            <Section title={credit.actions}>
              {query.error !== null && <Problem error={query.error} retry={() => void query.refetch()} />}
              {query.isPending && <Loading lines={2} />}
              {standing !== undefined && <LoanActions standing={standing} isLender={isLender} />}
            </Section>
          )}
          <Section title={credit.timeline}>
            <LoanTimeline loan={loan} schedule={standing?.schedule ?? []} />
          </Section>
          {loan.orders.length > 0 && (
            <Section title={credit.pledgedOrders}>
              <PledgedOrders loan={loan} />
            </Section>
          )}
        </Column>
        <Section title={credit.terms}>
          <Terms loan={loan} standing={standing} />
        </Section>
      </Columns>
    </Page>
  );
}

function Terms({ loan, standing }: { loan: IndexedLoan; standing: LoanStanding | undefined }) {
  const { credit } = useText();
  const owed = standing?.owed ?? BigInt(loan.owed);
  const overdue = standing?.overdue ?? BigInt(loan.overdue);
  const isActive = loan.state === "active";
  const amount = (value: bigint | string) => <Amount key="" value={value} exact />;
  return (
    <Facts
      facts={[
        isActive ? [credit.owedNow, amount(owed)] : null,
        isActive && overdue > 0n ? [credit.overdueNow, amount(overdue)] : null,
        [credit.principal, amount(loan.amount)],
        [credit.charge, amount(loan.charge)],
        [credit.interest, percent(yearlyBpsOf(BigInt(loan.rate)))],
        BigInt(loan.collateralLeft) > 0n ? [credit.collateralHeld, amount(loan.collateralLeft)] : null,
        loan.unpaid !== null && BigInt(loan.unpaid) > 0n ? [credit.unpaid, amount(loan.unpaid)] : null,
        [credit.lender, <FullAddress key="" value={loan.lender} />],
        loan.borrower === null ? null : [credit.lentTo, <FullAddress key="" value={loan.borrower} />],
        isActive && loan.lapsesAt !== null ? [credit.lapses, <DateTime key="" at={loan.lapsesAt} />] : null,
      ]}
    />
  );
}
