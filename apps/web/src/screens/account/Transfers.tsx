import { Table } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { formatUnits } from "ethers/utils";
import { memo } from "react";
import { indexer, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { writeCsv } from "../../ui/csv.ts";
import { ExportButton } from "../../ui/ExportButton.tsx";
import { lookalikeWarning, useKnownAccounts } from "../../ui/known.ts";
import { isDust, type KnownAccount } from "../../ui/lookalike.ts";
import { Section } from "../../ui/Page.tsx";
import { Reference } from "../../ui/Reference.tsx";
import { textOfReference } from "../../ui/reference.ts";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import { TransactionLink } from "../../ui/TransactionLink.tsx";
import styles from "./Account.module.css";

type Transfer = ItemOf<"/accounts/{address}/transfers">;

const SHOWN = 25;

/** Transfers from and to an account, with what only pretends to be one marked. */
export function Transfers({ account: address }: { account: string }) {
  const { account } = useText();
  const list = useIndexedList("/accounts/{address}/transfers", { address, limit: SHOWN });
  const { known } = useKnownAccounts();
  return (
    <Section
      title={account.transfers}
      actions={
        list.items.length > 0 && (
          <ExportButton label={account.exportCsv} file="transfers.csv" write={() => allAsCsv(address)} />
        )
      }
    >
      <ListOf list={list} empty={<Empty>{account.noTransfers}</Empty>}>
        {(transfers) => (
          <div className={styles["table"]} tabIndex={0} role="region" aria-label={account.transfers}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{account.when}</Table.Th>
                  <Table.Th className={styles["number"] ?? ""}>{account.amount}</Table.Th>
                  <Table.Th>{account.counterparty}</Table.Th>
                  <Table.Th>{account.reference}</Table.Th>
                  <Table.Th>{account.transaction}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {transfers.map((transfer) => (
                  <Row
                    key={`${transfer.block} ${transfer.logIndex}`}
                    transfer={transfer}
                    account={address}
                    known={known}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </ListOf>
    </Section>
  );
}

const NOBODY = /^0x0{40}$/;

interface RowProps {
  transfer: Transfer;
  account: string;
  known: readonly KnownAccount[];
}

const Row = memo(function Row({ transfer, account: address, known }: RowProps) {
  const { time, from, to, amount, reference, transactionHash } = transfer;
  const t = useText();
  const { account } = t;
  const isOut = from.toLowerCase() === address.toLowerCase();
  const other = isOut ? to : from;
  const lookalike = lookalikeWarning(other, known, t);
  const isWorthless = isDust(amount);
  return (
    <Table.Tr className={isWorthless ? (styles["faint"] ?? "") : ""}>
      <Table.Td className={styles["nowrap"] ?? ""}>
        <Time at={time} />
      </Table.Td>
      <Table.Td className={`${styles["number"]} ${isOut || isWorthless ? "" : styles["in"]}`}>
        {isOut ? "−" : "+"}
        <Amount value={amount} />
      </Table.Td>
      <Table.Td>
        {NOBODY.test(other) ? (
          isOut ? (
            account.burnt
          ) : (
            account.created
          )
        ) : (
          <>
            <span className={styles["faint"]}>{isOut ? account.sent : account.received}</span>{" "}
            {/* The address of a transfer that is there to be copied cannot be. */}
            <Address value={other} copy={!isWorthless && lookalike === undefined} />
          </>
        )}
        {lookalike !== undefined && (
          <span className={`${styles["tag"]} ${styles["alarm"]}`} title={lookalike}>
            {account.lookalike}
          </span>
        )}
        {isWorthless && (
          <span className={styles["tag"]} title={account.dustHint}>
            {account.dust}
          </span>
        )}
      </Table.Td>
      <Table.Td>{reference !== null && <Reference value={reference} />}</Table.Td>
      <Table.Td className={styles["nowrap"] ?? ""}>
        <TransactionLink hash={transactionHash} />
      </Table.Td>
    </Table.Tr>
  );
});

const HEAD = ["time", "from", "to", "amount", "reference", "reference in hex", "transaction"];

/** All transfers, not only those that are shown. */
async function allAsCsv(address: string): Promise<string> {
  const rows = [];
  for await (const one of indexer().all("/accounts/{address}/transfers", { address, limit: 200 })) {
    const { time, from, to, amount, reference, transactionHash } = one;
    const words = reference === null ? null : (textOfReference(reference) ?? null);
    const at = new Date(time * 1_000).toISOString();
    rows.push([at, from, to, formatUnits(amount, 18), words, reference, transactionHash]);
  }
  return writeCsv(HEAD, rows);
}
