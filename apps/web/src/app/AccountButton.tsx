import { Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useIndexed } from "../chain/indexed.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { Amount } from "../ui/Amount.tsx";
import { shortAddress } from "../ui/format.ts";
import styles from "./AccountButton.module.css";
import { isWalletOpen } from "../wallet/connecting.ts";
import { session } from "../wallet/session.ts";

const WalletDialog = lazy(async () => ({ default: (await import("./WalletDialog.tsx")).WalletDialog }));

/** The account and its balance, or the way to connect one. */
export function AccountButton() {
  const { shell } = useText();
  const account = useStore(session)?.account;
  const isOpen = useStore(isWalletOpen);
  return (
    <>
      <Button
        variant={account === undefined ? "filled" : "default"}
        size="sm"
        className={styles["button"] ?? ""}
        onClick={() => {
          isWalletOpen.set(true);
        }}
      >
        {account === undefined ? shell.connect : <AccountLabel account={account} />}
      </Button>
      {isOpen && (
        <Suspense>
          <WalletDialog
            onClose={() => {
              isWalletOpen.set(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function AccountLabel({ account }: { account: string }) {
  const { data } = useIndexed("/accounts/{address}", { address: account });
  return (
    <span className={styles["label"]}>
      {data !== undefined && (
        <span className={styles["balance"]}>
          <Amount value={data.data.balance} />
        </span>
      )}
      <span className="digits">{shortAddress(account)}</span>
    </span>
  );
}
