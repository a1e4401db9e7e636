import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Empty, ListOf } from "../../ui/States.tsx";
import { PaymentTable } from "./PaymentTable.tsx";

/** What was paid to the wallet of a service. */
export function LastPayments({ serviceId }: { serviceId: number }) {
  const { provide } = useText();
  const list = useIndexedList("/services/{id}/payments", { id: serviceId, limit: 20 });
  return (
    <ListOf list={list} empty={<Empty>{provide.noPayments}</Empty>}>
      {(payments) => <PaymentTable payments={payments} />}
    </ListOf>
  );
}
