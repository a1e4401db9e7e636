import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { nextFor, rolesOf, turnOf, type IndexedDeal } from "../../deals/standing.ts";
import { IMMEDIATE, startAction } from "./startAction.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { useAtNow } from "../../ui/clock.ts";
import { shortAddress } from "../../ui/format.ts";
import { useAccount } from "../../wallet/session.ts";
import styles from "./DealList.module.css";
import { Price } from "./Price.tsx";
import { Status, TimeLeft } from "./Status.tsx";
import { usePartyIn } from "./usePartyOf.ts";

/** Deals, one in each row, each with what the account can do next. */
export function DealList({ items }: { items: readonly IndexedDeal[] }) {
  const account = useAccount();
  const partyIn = usePartyIn();
  return (
    <ul className={styles["list"]}>
      {items.map((deal) => (
        <Row key={deal.id} deal={deal} account={account} party={partyIn(deal)} />
      ))}
    </ul>
  );
}

interface RowProps {
  deal: IndexedDeal;
  account: string | undefined;
  /** The account, or its payout account that is the payee. */
  party: string | undefined;
}

const Row = memo(function Row({ deal, account, party }: RowProps) {
  const { deals, credit } = useText();
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
        {party !== undefined && party !== account && (
          <span className={styles["payout"]}>{credit.payoutNamed(shortAddress(party))}</span>
        )}
        <Counterparty deal={deal} party={party} />
      </div>
      <div className={styles["amount"]}>
        <Price deal={deal} />
      </div>
      <div className={styles["state"]}>
        <Status deal={deal} />
        <TimeLeft deal={deal} />
      </div>
      <Next deal={deal} party={party} />
    </li>
  );
});

function Counterparty({ deal, party }: Pick<RowProps, "deal" | "party">) {
  const { deals } = useText();
  const roles = rolesOf(deal, party);
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

function Next({ deal, party }: Pick<RowProps, "deal" | "party">) {
  const { deals } = useText();
  const next = useAtNow((now) => nextFor(deal, party, now)?.action);
  const turn = useAtNow((now) => turnOf(deal, now));
  const isYou = turn !== undefined && rolesOf(deal, party).includes(turn);
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
          {next === "refund" && deal.payer === party ? deals.takeBack : deals.do[next]}
        </Button>
      ) : (
        <Button component={Link} to={`/deals/${deal.id}`} size="xs">
          {deals.do[next]}
        </Button>
      )}
    </div>
  );
}
