import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { useNow } from "../../ui/clock.ts";
import { duration } from "../../ui/format.ts";
import { Section } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import daoStyles from "../dao/dao.module.css";
import { useAddresses } from "./assets.tsx";
import styles from "./treasury.module.css";

type Deal = ItemOf<"/deals">;

const DAY = 86_400n;

/** Whom the treasury pays regularly. */
export function Payroll() {
  const { treasury: text } = useText();
  const { treasury } = useAddresses();
  const list = useIndexedList("/deals", { payer: treasury });
  const items = list.items.filter(({ kind }) => kind === "stream" || kind === "subscription");
  return (
    <Section title={text.payroll}>
      <p className={daoStyles["hint"]}>{text.payrollIntro}</p>
      <ListOf list={{ ...list, items }} empty={<Empty>{text.noPayroll}</Empty>}>
        {(deals) => (
          <ul className={styles["list"]}>
            {deals.map((deal) => (
              <Entry key={deal.id} deal={deal} />
            ))}
          </ul>
        )}
      </ListOf>
    </Section>
  );
}

function Entry({ deal: { id, kind, payee, price, period, accrual, paid, closedAt, state } }: { deal: Deal }) {
  const t = useText();
  const { treasury } = t;
  const now = useNow();
  const isStream = kind === "stream";
  const isOver = state === "closed" || accrual === null;
  return (
    <li className={styles["entry"]}>
      <div className={styles["head"]}>
        <span>
          {treasury.kinds[isStream ? "stream" : "subscription"]}{" "}
          {payee !== null && <Address value={payee} copy={false} />}
        </span>
        <strong>
          <Amount value={isStream ? BigInt(price) * DAY : price} />{" "}
          {isStream ? treasury.perDay : treasury.every(duration(period, t))}
        </strong>
      </div>
      <div className={styles["small"]}>
        {isOver ? (
          <span>
            {treasury.ended} {closedAt !== null && <Time at={closedAt} />}
          </span>
        ) : accrual.fundedUntil <= now ? (
          <span>{treasury.usedUp}</span>
        ) : (
          <span>
            {treasury.fundedUntil} <Time at={accrual.fundedUntil} />
          </span>
        )}
        <span>
          {treasury.paid}: <Amount value={paid} />
        </span>
        <Link to="/deals/$id" params={{ id }}>
          {treasury.see}
        </Link>
      </div>
    </li>
  );
}
