import { Button } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { exactAmount } from "../../ui/format.ts";
import { textOfReference } from "../../ui/reference.ts";
import { Empty, Loading, Problem } from "../../ui/States.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { DateTime } from "../../ui/Time.tsx";
import styles from "./Provide.module.css";

type Deal = ItemOf<"/deals">;

const SHOWN = 50;

/** Orders that the provider can do something about: deliver, collect, or a dispute to answer. */
export function Waiting({ account }: { account: string }) {
  const { provide } = useText();
  const read = { payee: account, payoutAccounts: "true", kind: "order", limit: SHOWN } as const;
  const open = useIndexedList("/deals", { ...read, state: "open" });
  const delivered = useIndexedList("/deals", { ...read, state: "delivered" });
  const disputed = useIndexedList("/deals", { ...read, state: "disputed" });
  const lists = [disputed, open, delivered];
  const failed = lists.find(({ error, items }) => error !== null && items.length === 0);
  if (failed?.error != null) return <Problem error={failed.error} retry={failed.retry} />;
  if (lists.some(({ isLoading }) => isLoading)) return <Loading />;
  const deals = lists.flatMap(({ items }) => items).filter(({ status }) => WAITING.includes(status));
  if (deals.length === 0) return <Empty>{provide.nothingWaiting}</Empty>;
  return (
    <ul className={styles["list"]}>
      {deals.map((deal) => (
        <Entry key={deal.id} deal={deal} />
      ))}
    </ul>
  );
}

const WAITING: Deal["status"][] = ["open", "claimable", "disputed"];

function Entry({ deal: { id, status, payer, price, deadline, reference } }: { deal: Deal }) {
  const { provide } = useText();
  const words = reference === null ? undefined : textOfReference(reference);
  return (
    <li className={styles["entry"]}>
      <div>
        <strong>
          {status === "open" ? provide.deliver : status === "claimable" ? provide.claim : provide.disputed}
          {status === "open" && (
            <>
              {" "}
              <DateTime at={deadline} />
            </>
          )}
        </strong>
        <div className={styles["about"]}>
          <Amount value={price} />
          <Address value={payer} copy={false} />
          {words !== undefined && <Stranger text={words} />}
        </div>
      </div>
      <Button
        component={Link}
        to={`/deals/${id}`}
        size="xs"
        variant="light"
        aria-label={provide.openOf(`${exactAmount(BigInt(price))} SCV`)}
      >
        {provide.open}
      </Button>
    </li>
  );
}
