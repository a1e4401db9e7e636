import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { usePayoutAccounts } from "../../chain/payoutAccounts.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { shortAddress } from "../../ui/format.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { readConsent } from "./consentText.ts";
import styles from "./Provide.module.css";

interface Props {
  service: { agentId: number; name: string; wallet: string | null };
  account: string;
}

/** The account that is paid for a service: that of the owner, another one that agrees, or none. */
export function WalletPanel({ service, account }: Props) {
  const { credit, provide } = useText();
  const { agentId, name, wallet } = service;
  const payouts = usePayoutAccounts(account).filter((one) => one.account.toLowerCase() !== wallet?.toLowerCase());
  const [text, setText] = useState("");
  const consent = readConsent(text);
  const fits = consent?.agentId === BigInt(agentId);
  const isOwn = wallet?.toLowerCase() === account.toLowerCase();
  return (
    <div className={styles["stack"]}>
      <p className={styles["hint"]}>{provide.walletHint}</p>
      <div>
        {provide.walletNow}: {wallet === null ? provide.walletUnset : <FullAddress value={wallet} />}
      </div>
      <div className={styles["row"]}>
        {!isOwn && (
          <Button
            size="xs"
            onClick={() => {
              startFlow(async () => (await import("../../flows/serviceWallet.ts")).setOwnWalletFlow, { agentId, name });
            }}
          >
            {provide.walletYou}
          </Button>
        )}
        {payouts.map(({ account: payoutAccount }) => (
          <Button
            key={payoutAccount}
            size="xs"
            variant="default"
            onClick={() => {
              startFlow(async () => (await import("../../flows/serviceWallet.ts")).setOwnWalletFlow, {
                ...{ agentId, name, payoutAccount },
              });
            }}
          >
            {credit.usePayout(shortAddress(payoutAccount))}
          </Button>
        ))}
        {wallet !== null && (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              startFlow(async () => (await import("../../flows/serviceWallet.ts")).unsetServiceWalletFlow, {
                ...{ agentId, name },
              });
            }}
          >
            {provide.walletRemove}
          </Button>
        )}
      </div>
      <Textarea
        label={provide.walletPaste}
        description={provide.walletPasteHint}
        rows={3}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
        error={text.trim() === "" || fits ? undefined : provide.walletPasteBad}
      />
      {consent !== undefined && fits && (
        <div>
          <Button
            size="xs"
            onClick={() => {
              startFlow(async () => (await import("../../flows/serviceWallet.ts")).setServiceWalletFlow, {
                ...{ agentId, name, consent },
              });
            }}
          >
            {provide.walletSet}
          </Button>
        </div>
      )}
    </div>
  );
}
