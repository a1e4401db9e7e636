import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.ts";
import { Time } from "../../ui/Time.tsx";
import { Arguments } from "./Arguments.tsx";
import styles from "./Explorer.module.css";

/** An event of a contract, as the index and the explorer know it. */
export interface ShownEvent {
  block: number;
  logIndex: number;
  time?: number;
  transactionHash: string;
  contract: string;
  event: string;
  args: Readonly<Record<string, unknown>>;
}

/** Events with their arguments. */
export function EventList({ events }: { events: readonly ShownEvent[] }) {
  const { events: names, explorer } = useText();
  return (
    <ul className={styles["events"]}>
      {events.map((event) => (
        <li key={`${event.block} ${event.logIndex}`} className={styles["event"]}>
          <div className={styles["eventHead"]}>
            <strong>{names[event.event] ?? wordsOf(event.event)}</strong>
            <span className={styles["dimmed"]}>{event.contract}</span>
            <span className={styles["time"]}>
              {event.time !== undefined && <Time at={event.time} />}{" "}
              <Link to="/transactions/$hash" params={{ hash: event.transactionHash }}>
                {explorer.details}
              </Link>
            </span>
          </div>
          <Arguments args={event.args} />
        </li>
      ))}
    </ul>
  );
}

/** "VoteCast" as "Vote cast". */
function wordsOf(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
