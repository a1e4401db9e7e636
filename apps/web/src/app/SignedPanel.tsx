import { Alert, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { networkIdOf } from "../chain/networkId.ts";
import { useNetwork } from "../config/settings.ts";
import { openFlow } from "../flow/runner.ts";
import { forgetSignature, signedOutbox, type KeptSignature } from "../flow/signedOutbox.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { readSigned, signedLink, signedSearch } from "../ui/signedText.ts";
import styles from "./Shell.module.css";

const COLORS = { signed: "blue", used: "teal", canceled: "gray", over: "gray", expired: "yellow" } as const;

/** What the user signed and nobody has sent, and what became of it, until the user has seen that. */
export function SignedPanel() {
  const network = useNetwork();
  const isFlowOpen = useStore(openFlow) !== undefined;
  const mine = useStore(signedOutbox).filter(({ networkId }) => networkId === networkIdOf(network));
  // The dialog itself hands on what was signed in it.
  if (isFlowOpen || mine.length === 0) return null;
  return (
    <div className={styles["notices"]} role="status">
      {mine.map((kept) => (
        <Entry key={kept.id} kept={kept} />
      ))}
    </div>
  );
}

function Entry({ kept: { id, title, text, state } }: { kept: KeptSignature }) {
  const { gasless, shell } = useText();
  const message = readSigned(text);
  const isOpen = state === "signed" && message !== undefined;
  return (
    <Alert color={COLORS[state]} variant="light" title={title}>
      <div className={styles["notice"]}>
        <span>
          {gasless.outbox[state]}{" "}
          {isOpen && <CopyButton value={signedLink(location.href, message)} label={gasless.copyLink} />}
        </span>
        <span className={styles["noticeButtons"]}>
          {isOpen && (
            // The routes declare no search: each screen knows its own.
            <Button component={Link} size="xs" to="/signed" search={signedSearch(message) as never}>
              {gasless.show}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            title={isOpen ? gasless.hideHint : ""}
            onClick={() => {
              forgetSignature(id);
            }}
          >
            {isOpen ? gasless.hide : shell.dismiss}
          </Button>
        </span>
      </div>
    </Alert>
  );
}
