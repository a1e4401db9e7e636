import { Alert, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNetwork } from "../config/settings.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { commonKey, commons, signedIn, syncState } from "../sync/signedIn.ts";
import { Address } from "../ui/Address.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Stranger } from "../ui/Stranger.tsx";
import { announcedWallets } from "../wallet/announced.ts";
import type { AnnouncedWallet } from "../wallet/provider.ts";
import { connectAnnounced, connectLocal, disconnect, session } from "../wallet/session.ts";
import styles from "./WalletDialog.module.css";

/** Connects a wallet, or shows the account that is connected. */
export function WalletDialog({ onClose }: { onClose: () => void }) {
  const { shell } = useText();
  const current = useStore(session);
  const [isChanging, setChanging] = useState(current === undefined);
  return (
    <Dialog onClose={onClose} title={isChanging ? shell.connectTitle : shell.account}>
      {isChanging || current === undefined ? (
        <Choice onDone={onClose} />
      ) : (
        <div className={styles["stack"]}>
          <Address value={current.account} full />
          <SignInLink account={current.account} onClick={onClose} />
          <div className={styles["row"]}>
            <Button
              variant="default"
              onClick={() => {
                setChanging(true);
              }}
            >
              {shell.changeAccount}
            </Button>
            <Button
              variant="default"
              onClick={() => {
                disconnect();
                onClose();
              }}
            >
              {shell.disconnect}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

/** Whether this account is signed in, and the way to the place where it can be. */
function SignInLink({ account, onClick }: { account: string; onClick: () => void }) {
  const { sync } = useText();
  const network = useNetwork();
  const isSignedIn = useStore(signedIn)?.account === account;
  const state = useStore(syncState).is;
  const wasSignedIn = useStore(commons)[commonKey(network, account)] !== undefined;
  return (
    <p className={styles["hint"]}>
      <Link to="/settings" onClick={onClick}>
        {isSignedIn ? sync[state] : wasSignedIn ? sync.again : sync.signIn}
      </Link>
    </p>
  );
}

function Choice({ onDone }: { onDone: () => void }) {
  const { shell } = useText();
  const network = useNetwork();
  const wallets = useStore(announcedWallets);
  const [asked, setAsked] = useState<AnnouncedWallet>();
  const [failed, setFailed] = useState<AnnouncedWallet>();
  const choose = async (wallet: AnnouncedWallet) => {
    setAsked(wallet);
    setFailed(undefined);
    const isConnected = await connectAnnounced(wallet).catch(() => false);
    setAsked(undefined);
    if (isConnected) onDone();
    else setFailed(wallet);
  };
  return (
    <div className={styles["stack"]}>
      <p className={styles["hint"]}>{shell.connectIntro}</p>
      {asked !== undefined && <Alert color="blue">{shell.connecting}</Alert>}
      {failed !== undefined && <Alert color="yellow">{shell.connectFailed(failed.name)}</Alert>}
      {wallets.map((wallet) => (
        <Button
          key={wallet.rdns}
          variant="default"
          size="md"
          fullWidth
          justify="flex-start"
          leftSection={wallet.icon !== "" && <img src={wallet.icon} alt="" width="24" height="24" />}
          onClick={() => void choose(wallet)}
        >
          <Stranger text={wallet.name} />
        </Button>
      ))}
      {wallets.length === 0 && <p className={styles["hint"]}>{shell.noWallet}</p>}
      {network.local !== undefined && (
        <fieldset className={styles["local"]}>
          <legend>{shell.localAccounts}</legend>
          <p className={styles["hint"]}>{shell.localWarning}</p>
          <div className={styles["grid"]}>
            {network.local.accounts.map((address, index) => (
              <Button
                key={address}
                variant="light"
                size="xs"
                title={address}
                onClick={() => {
                  connectLocal(network, index);
                  onDone();
                }}
              >
                {shell.localAccount(index)}
              </Button>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}
