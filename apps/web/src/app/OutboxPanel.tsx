import { Alert, Button } from "@mantine/core";
import { networkIdOf } from "../chain/networkId.ts";
import { useNetwork } from "../config/settings.ts";
import { outbox, removeOutgoing, type Outgoing } from "../flow/outbox.ts";
import { openFlow } from "../flow/runner.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { TransactionLink } from "../ui/TransactionLink.tsx";
import styles from "./Shell.module.css";

const COLORS = { asked: "gray", sent: "blue", confirmed: "teal", failed: "red", replaced: "yellow" } as const;

/** Transactions whose dialog is gone, until the user has seen what became of them. */
export function OutboxPanel() {
  const network = useNetwork();
  const isFlowOpen = useStore(openFlow) !== undefined;
  const mine = useStore(outbox).filter(({ networkId }) => networkId === networkIdOf(network));
  // The dialog itself tells what happens to the one that it sends.
  if (isFlowOpen || mine.length === 0) return null;
  return (
    <div className={styles["notices"]} role="status">
      {mine.map((outgoing) => (
        <Entry key={outgoing.id} outgoing={outgoing} />
      ))}
    </div>
  );
}

function Entry({ outgoing }: { outgoing: Outgoing }) {
  const { shell } = useText();
  const { id, title, state, hash } = outgoing;
  return (
    <Alert color={COLORS[state]} variant="light" title={title}>
      <div className={styles["notice"]}>
        <span>
          {shell.outgoing[state]} {hash !== undefined && <TransactionLink hash={hash} />}
        </span>
        {state !== "sent" && (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              removeOutgoing(id);
            }}
          >
            {shell.dismiss}
          </Button>
        )}
      </div>
    </Alert>
  );
}
