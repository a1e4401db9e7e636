import { Table } from "@mantine/core";
import { lazy, Suspense } from "react";
import { formatUnits } from "ethers/utils";
import { indexer, useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { writeCsv } from "../../ui/csv.ts";
import { ExportButton } from "../../ui/ExportButton.tsx";
import { Figure, FigureRow } from "../../ui/Facts.tsx";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf, Loading, ValueOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import { PaymentTable } from "./PaymentTable.tsx";
import styles from "./Provide.module.css";

// The drawing of charts is large, and the figures are above it.
const IncomeChart = lazy(async () => ({ default: (await import("./IncomeChart.tsx")).IncomeChart }));

/** What an account earned, and from whom. */
export function Income({ account }: { account: string }) {
  const { provide } = useText();
  const totals = useIndexed("/accounts/{address}", { address: account });
  const payments = useIndexedList("/payments", { payee: account, limit: 25 });
  return (
    <div className={styles["stack"]}>
      <Section>
        <ValueOf query={totals}>
          {({ earned }) => (
            <FigureRow>
              <Figure label={provide.earned}>
                <Amount value={earned.amount} />
              </Figure>
              <Figure label={provide.earnedCount}>{earned.count}</Figure>
            </FigureRow>
          )}
        </ValueOf>
      </Section>
      <Section title={provide.incomeByDay}>
        <Suspense fallback={<Loading />}>
          <IncomeChart account={account} />
        </Suspense>
      </Section>
      <Section title={provide.customers}>
        <Customers account={account} />
      </Section>
      <Section
        title={provide.paidByDay}
        actions={
          payments.items.length > 0 && (
            <ExportButton label={provide.exportCsv} file="income.csv" write={() => allAsCsv(account)} />
          )
        }
      >
        <ListOf list={payments} empty={<Empty>{provide.noIncome}</Empty>}>
          {(items) => <PaymentTable payments={items} />}
        </ListOf>
      </Section>
    </div>
  );
}

function Customers({ account }: { account: string }) {
  const { provide } = useText();
  const pairs = useIndexedList("/pairs", { payee: account, limit: 20 });
  return (
    <ListOf list={pairs} empty={<Empty>{provide.noIncome}</Empty>}>
      {(items) => (
        <div className={styles["table"]} tabIndex={0} role="region" aria-label={provide.customers}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{provide.payer}</Table.Th>
                <Table.Th className={styles["number"] ?? ""}>{provide.payments}</Table.Th>
                <Table.Th className={styles["number"] ?? ""}>{provide.amount}</Table.Th>
                <Table.Th>{provide.lastPaid}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ payer, count, amount, lastAt }) => (
                <Table.Tr key={payer}>
                  <Table.Td>
                    <Address value={payer} copy={false} />
                  </Table.Td>
                  <Table.Td className={styles["number"] ?? ""}>{count}</Table.Td>
                  <Table.Td className={styles["number"] ?? ""}>
                    <Amount value={amount} />
                  </Table.Td>
                  <Table.Td>
                    <Time at={lastAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </ListOf>
  );
}

/** All payments, not only those that are shown. */
async function allAsCsv(account: string): Promise<string> {
  const rows = [];
  for await (const one of indexer().all("/payments", { payee: account, limit: 200 })) {
    const { time, payer, kind, amount, fee, transactionHash } = one;
    const amounts = [formatUnits(amount, 18), formatUnits(fee, 18)];
    rows.push([new Date(time * 1_000).toISOString(), payer, kind, ...amounts, transactionHash]);
  }
  return writeCsv(["time", "payer", "kind", "amount", "fee", "transaction"], rows);
}
