import { Button } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { ListOf } from "../../ui/States.tsx";
import { StrangersLink } from "../../ui/Stranger.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./FeedbackList.module.css";

type Feedback = ItemOf<"/feedback">;

/** What was answered to feedback; read only when somebody wants to see it. */
export function Responses({ feedback }: { feedback: Feedback }) {
  const { discover } = useText();
  const [isOpen, setOpen] = useState(false);
  if (feedback.responses === 0) return null;
  return (
    <div className={styles["responses"]}>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {isOpen ? discover.hideResponses : discover.responses(feedback.responses)}
      </Button>
      {isOpen && <Found feedback={feedback} />}
    </div>
  );
}

function Found({ feedback: { serviceId, client, number } }: { feedback: Feedback }) {
  const list = useIndexedList("/feedback/responses", { service: serviceId, client, number });
  return (
    <ListOf list={list} empty={null}>
      {(items) => (
        <ul className={styles["list"]}>
          {items.map((item) => (
            <li key={`${item.block} ${item.logIndex}`} className={styles["entry"]}>
              <Address value={item.responder} copy={false} />
              <StrangersLink url={item.uri} />
              <span className={styles["time"]}>
                <Time at={item.time} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </ListOf>
  );
}
