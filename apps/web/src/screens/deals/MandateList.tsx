import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { IndexedMandate } from "../../deals/standing.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { useNow } from "../../ui/clock.ts";
import { duration } from "../../ui/format.ts";
import { useAccount } from "../../wallet/session.ts";
import styles from "./DealList.module.css";
import statusStyles from "./Status.module.css";

/** Mandates, one in each row. */
export function MandateList({ items }: { items: readonly IndexedMandate[] }) {
  return (
    <ul className={styles["list"]}>
      {items.map((mandate) => (
        <Row key={mandate.id} mandate={mandate} />
      ))}
    </ul>
  );
}

function Row({ mandate }: { mandate: IndexedMandate }) {
  const t = useText();
  const { deals } = t;
  const isPayer = useAccount() === mandate.payer;
  const { id, payer, payee, limit, period, chargeable } = mandate;
  const other = isPayer ? payee : payer;
  const canCharge = !isPayer && BigInt(chargeable) > 0n;
  return (
    <li className={styles["row"]}>
      <div>
        <Link to="/mandates/$id" params={{ id }} className={styles["name"]}>
          {deals.mandate.one}
        </Link>
        <div className={styles["party"]}>
          <span>{deals.counterparty[isPayer ? "payee" : "payer"]}</span>
          {other !== null && <Address value={other} copy={false} />}
        </div>
      </div>
      <div className={styles["amount"]}>
        <Amount value={limit} /> {period > 0 && <small>{deals.every(duration(period, t))}</small>}
      </div>
      <div className={styles["state"]}>
        <MandateStatus mandate={mandate} />
      </div>
      <div className={styles["next"]}>
        <Button component={Link} to={`/mandates/${id}`} size="xs" variant={canCharge ? "filled" : "default"}>
          {canCharge ? deals.mandate.charge : deals.open}
        </Button>
      </div>
    </li>
  );
}

/** Whether a mandate holds. */
export function MandateStatus({ mandate: { state, end } }: { mandate: IndexedMandate }) {
  const { mandate } = useText().deals;
  const now = useNow();
  const isOver = end !== 0 && now >= end;
  const isGood = state === "accepted" && !isOver;
  return (
    <span className={statusStyles["status"]} data-tone={isGood ? "good" : "neutral"}>
      {state === "accepted" && isOver ? mandate.over : mandate.states[state]}
    </span>
  );
}
