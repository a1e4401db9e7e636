import { Alert, Checkbox, TextInput } from "@mantine/core";
import { QRCodeSVG } from "qrcode.react";
import { useState } from "react";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { profile } from "../../store/profile.ts";
import { useStore } from "../../store/store.ts";
import { Handover } from "../../ui/Handover.tsx";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { Columns, Section } from "../../ui/Page.tsx";
import { parseAddress, parseAmount } from "../../ui/parse.ts";
import { parseReference } from "../../ui/reference.ts";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { paymentUri } from "./eip681.ts";
import styles from "./Pay.module.css";
import { paymentLink } from "./paymentLink.ts";

/** Asks for a payment, by a link of this page and by a code for phone wallets. */
export function Request() {
  const account = useAccount();
  // Another account asks for itself.
  return <Form key={account} account={account ?? ""} />;
}

function Form({ account }: { account: string }) {
  const t = useText();
  const { pay } = t;
  const [to, setTo] = useState(account);
  const [amount, setAmount] = useState("");
  const [reference, setReference] = useState("");
  const { displayName = "", contact = "" } = useStore(profile);
  const [isNamed, setNamed] = useState(false);
  const who = isNamed ? { name: displayName, contact } : { name: "", contact: "" };
  const receiver = parseAddress(to, t).value;
  const parsedAmount = parseAmount(amount, t);
  const { error } = parseReference(reference, t);
  const isReady = receiver !== undefined && error === undefined && (amount === "" || parsedAmount.value !== undefined);
  return (
    <Columns>
      <Section>
        <div className={styles["form"]}>
          <AddressInput label={pay.requestTo} text={to} onText={setTo} />
          <AmountInput label={t.common.amount} text={amount} onText={setAmount} />
          <TextInput
            label={pay.reference}
            description={pay.referenceHint}
            autoComplete="off"
            value={reference}
            onChange={(event) => {
              setReference(event.currentTarget.value);
            }}
            error={error}
          />
          {(displayName !== "" || contact !== "") && (
            <Checkbox
              label={pay.requestNamed([displayName, contact].filter(Boolean).join(", "))}
              checked={isNamed}
              onChange={(event) => {
                setNamed(event.currentTarget.checked);
              }}
            />
          )}
          {isReady && (
            <Handover
              label={pay.requestLink}
              copy={pay.copyLink}
              value={paymentLink(location.href, {
                to: receiver,
                amount: amount.trim(),
                reference: reference.trim(),
                ...who,
              })}
            />
          )}
        </div>
      </Section>
      <Section title={pay.requestCode}>
        {receiver === undefined || parsedAmount.value === undefined ? (
          <Empty>{pay.requestNeedsAmount}</Empty>
        ) : (
          <Code to={receiver} amount={parsedAmount.value} hasReference={reference.trim() !== ""} />
        )}
      </Section>
    </Columns>
  );
}

function Code({ to, amount, hasReference }: { to: string; amount: bigint; hasReference: boolean }) {
  const { pay } = useText();
  const { deployment, local } = useNetwork();
  const uri = paymentUri({
    coin: deployment.contracts.ServiceCoin.address,
    chainId: deployment.chainId,
    to,
    amount,
  });
  return (
    <div className={styles["stack"]}>
      <div className={styles["code"]}>
        <QRCodeSVG value={uri} size={240} marginSize={2} level="M" title={pay.requestCode} />
      </div>
      <p className={styles["hint"]}>{pay.requestCodeNote}</p>
      {hasReference && <Alert color="yellow">{pay.requestNoReference}</Alert>}
      {local !== undefined && <p className={styles["hint"]}>{pay.requestLocal}</p>}
      <Handover label="EIP-681" copy={pay.copyCode} value={uri} />
    </div>
  );
}
