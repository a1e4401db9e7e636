import { Table } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./Provide.module.css";

type Payment = ItemOf<"/payments">;

const DEALS = ["order", "stream", "subscription"];

/** Payments that somebody received, the newest first. */
export function PaymentTable({ payments }: { payments: readonly Payment[] }) {
  const { provide } = useText();
  return (
    <div className={styles["table"]} tabIndex={0} role="region" aria-label={provide.payments}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{provide.when}</Table.Th>
            <Table.Th className={styles["number"] ?? ""}>{provide.amount}</Table.Th>
            <Table.Th>{provide.payer}</Table.Th>
            <Table.Th>{provide.kind}</Table.Th>
            <Table.Th className={styles["number"] ?? ""}>{provide.fee}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {payments.map((payment) => (
            <Row key={`${payment.block} ${payment.logIndex}`} payment={payment} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const Row = memo(function Row({ payment: { time, payer, kind, amount, fee, source } }: { payment: Payment }) {
  const { provide } = useText();
  return (
    <Table.Tr>
      <Table.Td>
        <Time at={time} />
      </Table.Td>
      <Table.Td className={styles["number"] ?? ""}>
        <Amount value={amount} />
      </Table.Td>
      <Table.Td>
        <Address value={payer} copy={false} />
      </Table.Td>
      <Table.Td>
        {source !== null && DEALS.includes(kind) ? (
          <Link to="/deals/$id" params={{ id: source }}>
            {provide.kinds[kind]}
          </Link>
        ) : (
          provide.kinds[kind]
        )}
      </Table.Td>
      <Table.Td className={styles["number"] ?? ""}>
        <Amount value={fee} />
      </Table.Td>
    </Table.Tr>
  );
});
