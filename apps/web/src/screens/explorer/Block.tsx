import { Table } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useBlock, type ExploredBlock } from "../../chain/explore.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { shortHash } from "../../ui/format.ts";
import { Page, Section } from "../../ui/Page.tsx";
import { Empty, ValueOf } from "../../ui/States.tsx";
import { DateTime } from "../../ui/Time.tsx";
import styles from "./Explorer.module.css";

/** One block. */
export function Screen() {
  const { explorer } = useText();
  const { number = "" } = useParams({ strict: false });
  const isNumber = /^\d{1,12}$/.test(number);
  const query = useBlock(isNumber ? Number(number) : NaN);
  return (
    <Page title={explorer.blockTitle(number)}>
      {isNumber ? (
        <ValueOf query={query}>
          {(block) => (block === null ? <Empty>{explorer.notFound}</Empty> : <Details block={block} />)}
        </ValueOf>
      ) : (
        <Empty>{explorer.notFound}</Empty>
      )}
    </Page>
  );
}

function Details({ block }: { block: ExploredBlock }) {
  const { explorer } = useText();
  const { number, hash, time, gasUsed, transactions } = block;
  return (
    <>
      <Section>
        <Facts
          facts={[
            [explorer.time, <DateTime key="" at={time} />],
            [explorer.gasUsed, gasUsed.toLocaleString()],
            [
              explorer.hash,
              <span key="" title={hash}>
                {shortHash(hash)} <CopyButton value={hash} />
              </span>,
            ],
            number === 0
              ? null
              : [
                  explorer.parent,
                  <Link key="" to="/blocks/$number" params={{ number: String(number - 1) }}>
                    {number - 1}
                  </Link>,
                ],
          ]}
        />
      </Section>
      <Section title={explorer.transactions}>
        <div className={styles["scroll"]}>
          <Table>
            <Table.Tbody>
              {transactions.map((transaction) => (
                <Table.Tr key={transaction.hash}>
                  <Table.Td>
                    <Link to="/transactions/$hash" params={{ hash: transaction.hash }}>
                      {shortHash(transaction.hash)}
                    </Link>
                  </Table.Td>
                  <Table.Td>
                    <Address value={transaction.from} copy={false} />
                  </Table.Td>
                  <Table.Td>
                    {transaction.to === null ? explorer.creates : <Address value={transaction.to} copy={false} />}
                  </Table.Td>
                  <Table.Td>
                    <Amount value={transaction.value} unit="ETH" />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </Section>
    </>
  );
}
