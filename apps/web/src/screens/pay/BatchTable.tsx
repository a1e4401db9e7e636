import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { useText } from "../../i18n/text.ts";
import type { BatchPart } from "../../store/batchPayment.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import styles from "./Pay.module.css";

interface Props {
  rows: readonly { line: number; to: string; amount: bigint | string }[];
  /** Where payments are under way: the state of each row. */
  stateOf?: (index: number) => BatchPart["state"];
}

/** Rows that are shown at first. */
const SHOWN = 50;

/** Payments of many accounts, line by line. */
export function BatchTable({ rows, stateOf }: Props) {
  const { common, pay } = useText();
  const [isAll, setAll] = useState(false);
  return (
    <div className={styles["table"]} tabIndex={0} role="region" aria-label={pay.batchPayments}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={styles["line"] ?? ""}>{pay.line}</Table.Th>
            <Table.Th>{pay.recipient}</Table.Th>
            <Table.Th className={styles["number"] ?? ""}>{common.amount}</Table.Th>
            {stateOf !== undefined && <Table.Th>{pay.state}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(isAll ? rows : rows.slice(0, SHOWN)).map(({ line, to, amount }, index) => (
            <Table.Tr key={line}>
              <Table.Td className={styles["number"] ?? ""}>{line}</Table.Td>
              <Table.Td>
                <Address value={to} copy={false} />
              </Table.Td>
              <Table.Td className={styles["number"] ?? ""}>
                <Amount value={amount} />
              </Table.Td>
              {stateOf !== undefined && <Table.Td>{pay.batchStates[stateOf(index)]}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {!isAll && rows.length > SHOWN && (
        <Button
          variant="subtle"
          fullWidth
          onClick={() => {
            setAll(true);
          }}
        >
          {pay.showAll(rows.length)}
        </Button>
      )}
    </div>
  );
}
