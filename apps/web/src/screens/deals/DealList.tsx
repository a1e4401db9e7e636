import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { nextFor, rolesOf, turnOf, type IndexedDeal } from "../../deals/standing.ts";
import { IMMEDIATE, startAction } from "./startAction.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { useAtNow } from "../../ui/clock.ts";
import { useAccount } from "../../wallet/session.ts";
import styles from "./DealList.module.css";
import { Price } from "./Price.tsx";
import { Status, TimeLeft } from "./Status.tsx";

/** Deals, one in each row, each with what the account can do next. */
export function DealList({ items }: { items: readonly IndexedDeal[] }) {
  return (
    <ul className={styles["list"]}>
      {items.map((deal) => (
        <Row key={deal.id} deal={deal} />
      ))}
    </ul>
  );
}

const Row = memo(function Row({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  return (
    <li className={styles["row"]}>
      <div>
        <Link to="/deals/$id" params={{ id: deal.id }} className={styles["name"]}>
          {deals.kinds[deal.kind]}
          {deal.service !== null && deal.service.name !== null && (
            <>
              {": "}
              <Stranger text={deal.service.name} />
            </>
          )}
        </Link>
        <Counterparty deal={deal} />
      </div>
      <div className={styles["amount"]}>
        <Price deal={deal} />
      </div>
      <div className={styles["state"]}>
        <Status deal={deal} />
        <TimeLeft deal={deal} />
      </div>
      <Next deal={deal} />
    </li>
  );
});

function Counterparty({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const roles = rolesOf(deal, useAccount());
  const role = roles[0] ?? "arbiter";
  const { payer, payee } = deal;
  // The payee of a deal that was made void before it was opened is not known.
  const others = role === "payer" ? [payee] : role === "payee" ? [payer] : [payer, payee];
  const label = role === "payer" ? "payee" : role === "payee" ? "payer" : "arbiter";
  return (
    <div className={styles["party"]}>
      <span>{deals.counterparty[label]}</span>
      {others.map((other) => other !== null && <Address key={other} value={other} copy={false} />)}
    </div>
  );
}

function Next({ deal }: { deal: IndexedDeal }) {
  const { deals } = useText();
  const account = useAccount();
  const next = useAtNow((now) => nextFor(deal, account, now)?.action);
  const turn = useAtNow((now) => turnOf(deal, now));
  const isYou = turn !== undefined && rolesOf(deal, account).includes(turn);
  return (
    <div className={styles["next"]}>
      {turn !== undefined && (
        <span className={styles["turn"]} data-you={isYou}>
          {isYou ? deals.turn.you : deals.turn[turn]}
        </span>
      )}
      {next === undefined ? (
        <Button component={Link} to={`/deals/${deal.id}`} size="xs" variant="default">
          {deals.open}
        </Button>
      ) : IMMEDIATE.includes(next) ? (
        <Button
          size="xs"
          onClick={() => {
            startAction(deal, next);
          }}
        >
          {next === "refund" && deal.payer === account ? deals.takeBack : deals.do[next]}
        </Button>
      ) : (
        <Button component={Link} to={`/deals/${deal.id}`} size="xs">
          {deals.do[next]}
        </Button>
      )}
    </div>
  );
}
