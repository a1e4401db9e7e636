import type { ItemOf } from "@servicecoin/indexer/client";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { inScv } from "../../ui/format.ts";
import { textOfReference } from "../../ui/reference.ts";
import { Empty, ListOf } from "../../ui/States.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Time } from "../../ui/Time.tsx";
import { TransactionLink } from "../../ui/TransactionLink.tsx";
import styles from "./History.module.css";

type DealEvent = ItemOf<"/deals/{id}/events">;

/** What happened to a deal, the newest first. */
export function History({ id }: { id: string }) {
  const { deals } = useText();
  const list = useIndexedList("/deals/{id}/events", { id });
  return (
    <ListOf list={list} empty={<Empty>{deals.noHistory}</Empty>}>
      {(events) => (
        <ol className={styles["list"]}>
          {events.map((event) => (
            <Entry key={`${event.block} ${event.logIndex}`} event={event} />
          ))}
        </ol>
      )}
    </ListOf>
  );
}

function Entry({ event }: { event: DealEvent }) {
  const { deals } = useText();
  const names: Readonly<Record<string, string>> = deals.events;
  const note = event.note === null ? undefined : textOfReference(event.note);
  const moved = [
    [event.deposited, deals.eventDeposit],
    [event.toPayee, deals.eventPayee],
    [event.toPayer, deals.eventPayer],
    [event.fee, deals.eventFee],
  ] as const;
  return (
    <li className={styles["event"]}>
      <div className={styles["head"]}>
        <strong>{names[event.event] ?? event.event}</strong>
        {event.by !== null && <Address value={event.by} copy={false} />}
      </div>
      {note !== undefined && (
        <p className={styles["quote"]}>
          <Stranger text={note} />
        </p>
      )}
      <div className={styles["about"]}>
        {moved.map(
          ([amount, words]) => BigInt(amount) > 0n && <span key={words("")}>{words(inScv(BigInt(amount)))}</span>,
        )}
        <Time at={event.time} />
        <TransactionLink hash={event.transactionHash} />
      </div>
    </li>
  );
}
