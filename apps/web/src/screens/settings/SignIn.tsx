import { Alert, Button, Group } from "@mantine/core";
import { useState } from "react";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { deleteKept, signIn, signOut, type SignInFault } from "../../sync/signIn.ts";
import { commonKey, commons, signedIn, signedOutBy, syncState } from "../../sync/signedIn.ts";
import { syncNow } from "../../sync/sync.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { Section } from "../../ui/Page.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./SignIn.module.css";

/** Signs in, and shows whether this browser and the server have the same. */
export function SignIn() {
  const { sync } = useText();
  const current = useStore(signedIn);
  const [isRemoved, setRemoved] = useState(false);
  const by = useStore(signedOutBy);
  return (
    <Section title={sync.title}>
      <div className={styles["stack"]}>
        {current === undefined && by !== undefined && (
          <Alert color="yellow" variant="light" role="status">
            {by === "account" ? sync.byAccount : sync.bySession}
          </Alert>
        )}
        {current === undefined && isRemoved && (
          <Alert color="teal" variant="light" role="status">
            {sync.removed}
          </Alert>
        )}
        {current === undefined ? (
          <SignedOut
            onAsk={() => {
              setRemoved(false);
            }}
          />
        ) : (
          <SignedIn
            account={current.account}
            onRemoved={() => {
              setRemoved(true);
            }}
          />
        )}
      </div>
    </Section>
  );
}

function SignedOut({ onAsk }: { onAsk: () => void }) {
  const { sync } = useText();
  const network = useNetwork();
  const account = useAccount();
  const known = useStore(commons);
  const [isAsking, setAsking] = useState(false);
  const [fault, setFault] = useState<SignInFault>();
  const wasSignedIn = account !== undefined && known[commonKey(network, account)] !== undefined;
  const ask = async () => {
    onAsk();
    setAsking(true);
    setFault(undefined);
    setFault(await signIn());
    setAsking(false);
  };
  return (
    <>
      <p className={styles["text"]}>{sync.about(hostOf(network.indexer))}</p>
      <ul className={styles["list"]}>
        {sync.keeps.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <p className={styles["hint"]}>{sync.costs}</p>
      {wasSignedIn && <p className={styles["hint"]}>{sync.againHint}</p>}
      {isAsking && (
        <Alert color="blue" variant="light" role="status">
          {sync.asking}
        </Alert>
      )}
      {fault !== undefined && <Fault fault={fault} />}
      {account === undefined ? (
        <p className={styles["hint"]}>{sync.connectFirst}</p>
      ) : (
        <div>
          <Button loading={isAsking} onClick={() => void ask()}>
            {wasSignedIn ? sync.again : sync.signIn}
          </Button>
        </div>
      )}
    </>
  );
}

function SignedIn({ account, onRemoved }: { account: string; onRemoved: () => void }) {
  const { sync } = useText();
  const state = useStore(syncState);
  const [fault, setFault] = useState<SignInFault>();
  const remove = async () => {
    if (!confirm(sync.removeAsk)) return;
    const failed = await deleteKept();
    if (failed === undefined) onRemoved();
    else setFault(failed);
  };
  return (
    <>
      <div>
        {sync.signedIn} <FullAddress value={account} />
      </div>
      {state.is === "failed" ? (
        <Alert color="yellow" variant="light" role="status" title={sync.failed}>
          <Stranger text={state.detail} />
        </Alert>
      ) : (
        <p className={styles["hint"]} role="status">
          {sync[state.is]}
        </p>
      )}
      {fault !== undefined && <Fault fault={fault} />}
      <Group>
        <Button variant="default" onClick={() => void syncNow()}>
          {sync.syncNow}
        </Button>
        <Button variant="default" onClick={() => void signOut()}>
          {sync.signOut}
        </Button>
        <Button variant="default" onClick={() => void remove()}>
          {sync.remove}
        </Button>
      </Group>
    </>
  );
}

function Fault({ fault }: { fault: SignInFault }) {
  const { sync } = useText();
  return (
    <Alert color="yellow" variant="light" role="alert">
      {sync.faults[fault.is]} {fault.is === "other" && <Stranger text={fault.detail} />}
    </Alert>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
