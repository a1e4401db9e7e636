import { Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import type { IndexedDeal } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { inScv, shortHash } from "../../ui/format.ts";
import { Handover } from "../../ui/Handover.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./Credit.module.css";
import { heldOf } from "./heldOf.ts";

const isOpen = ({ state }: IndexedDeal) => state === "open" || state === "delivered";

/** Orders that pay a payout account and are not closed, and a request for an advance on some of them. */
export function Receivables({ payoutAccount, owner }: { payoutAccount: string; owner: string }) {
  const { credit } = useText();
  const list = useIndexedList("/deals", { payee: payoutAccount, kind: "order" });
  const loans = useIndexedList("/loans", { account: payoutAccount, state: "active" });
  const pledged = new Set(loans.items.flatMap(({ orders }) => orders.map(({ id }) => id)));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const open = { ...list, items: list.items.filter(isOpen) };
  const link = `${location.href.replace(/#.*$/s, "")}#/credit/lend?borrower=${owner}&orders=${chosen.join(",")}`;
  return (
    <div className={styles["stack"]}>
      <strong>{credit.receivables}</strong>
      <ListOf list={open} empty={<Empty>{credit.noReceivables}</Empty>}>
        {(orders) => (
          <ul className={styles["list"]}>
            {orders.map((order) => (
              <li key={order.id} className={styles["entry"]}>
                <div className={styles["side"]}>
                  <Checkbox
                    disabled={pledged.has(order.id)}
                    aria-label={`${credit.order} ${shortHash(order.id)}`}
                    checked={chosen.includes(order.id)}
                    onChange={({ currentTarget: { checked } }) => {
                      setChosen((ids) => (checked ? [...ids, order.id] : ids.filter((id) => id !== order.id)));
                    }}
                  />
                  <Link to="/deals/$id" params={{ id: order.id }} className={styles["name"]}>
                    {credit.order} {shortHash(order.id)}
                  </Link>
                  {pledged.has(order.id) && <span className={styles["status"]}>{credit.pledgedOrder}</span>}
                </div>
                <div className={styles["about"]}>
                  <span>{credit.customer}</span>
                  <Address value={order.payer} copy={false} />
                  <span>
                    {credit.holdsNet}: {inScv(heldOf(order))}
                  </span>
                  {order.state === "delivered" ? (
                    <span>{credit.deliveredState}</span>
                  ) : (
                    <span>
                      {credit.deliverUntil} <Time at={order.deadline} />
                    </span>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </ListOf>
      {chosen.length > 0 && (
        <>
          <p className={styles["hint"]}>
            {credit.ask(chosen.length)}. {credit.askHint}
          </p>
          <Handover label={credit.askLink} copy={credit.copyLink} value={link} />
        </>
      )}
    </div>
  );
}
