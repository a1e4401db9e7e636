import { Link } from "@tanstack/react-router";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Rating } from "../discover/Rating.tsx";
import styles from "./Account.module.css";

const SHOWN = 10;

/** Services that an account offers. */
export function ServiceList({ owner }: { owner: string }) {
  const { account, discover } = useText();
  const list = useIndexedList("/services", { owner, limit: SHOWN });
  return (
    <ListOf list={list} empty={<Empty>{account.noServices}</Empty>}>
      {(services) => (
        <ul className={styles["list"]}>
          {services.map(({ id, name, rating }) => (
            <li key={id} className={styles["entry"]}>
              <Link to="/services/$id" params={{ id: String(id) }}>
                <Stranger text={name ?? discover.unnamed(id)} />
              </Link>
              <Rating rating={rating} />
            </li>
          ))}
        </ul>
      )}
    </ListOf>
  );
}

/** Deals of an account, as payer or payee. */
export function DealList({ account: party }: { account: string }) {
  const { account } = useText();
  const list = useIndexedList("/deals", { party, limit: SHOWN });
  return (
    <ListOf list={list} empty={<Empty>{account.noDeals}</Empty>}>
      {(deals) => (
        <ul className={styles["list"]}>
          {deals.map(({ id, kind, status, payer, payee, funded }) => {
            const isPayer = payer.toLowerCase() === party.toLowerCase();
            const other = isPayer ? payee : payer;
            return (
              <li key={id} className={styles["entry"]}>
                <span>
                  <Link to="/deals/$id" params={{ id }}>
                    {account.kinds[kind]}
                  </Link>{" "}
                  <span className={styles["faint"]}>{isPayer ? account.asPayer : account.asPayee}</span>{" "}
                  {other !== null && <Address value={other} copy={false} />}
                </span>
                <span>
                  <Amount value={funded} /> <span className={styles["tag"]}>{account.statuses[status]}</span>
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </ListOf>
  );
}
