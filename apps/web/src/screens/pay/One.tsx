import { Alert, Button, TextInput } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useBalance } from "../../chain/useBalance.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { addressBook } from "../../ui/addressBook.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { GaslessButton } from "../../ui/GaslessButton.tsx";
import { AmountInput } from "../../ui/inputs.tsx";
import { Section } from "../../ui/Page.tsx";
import { parseAddress, parseAmount } from "../../ui/parse.ts";
import { parseReference } from "../../ui/reference.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./Pay.module.css";
import { readPaymentRequest, type PaymentRequest } from "./paymentLink.ts";
import { resolveRecipient } from "./recipient.ts";
import { RecipientInput } from "./RecipientInput.tsx";

/** One payment; a payment link fills it in. */
export function One() {
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const request = readPaymentRequest(search);
  return (
    <Section>
      <div className={styles["form"]}>
        {request !== undefined && <Asked request={request} />}
        {/* Another link fills the form anew. */}
        <Form key={search} request={request} />
      </div>
    </Section>
  );
}

function Asked({ request: { to, name: calledName, contact } }: { request: PaymentRequest }) {
  const t = useText();
  const book = useStore(addressBook);
  const { value } = parseAddress(to, t);
  if (value === undefined) return <Alert color="red">{t.common.addressInvalid}</Alert>;
  const name = book[value.toLowerCase()];
  return (
    <Alert color="blue" variant="light" title={t.pay.asks}>
      <div>{t.pay.asksWho}</div>
      <FullAddress value={value} />
      {(calledName !== "" || contact !== "") && (
        <div>
          {t.pay.asksCalled} <Stranger text={[calledName, contact].filter(Boolean).join(", ")} />
        </div>
      )}
      <div>{name === undefined ? t.pay.asksUnknown : t.pay.asksKnown(name)}</div>
    </Alert>
  );
}

function Form({ request }: { request: PaymentRequest | undefined }) {
  const t = useText();
  const { pay } = t;
  const account = useAccount();
  const book = useStore(addressBook);
  const available = useBalance();
  const [to, setTo] = useState(request?.to ?? "");
  const [amount, setAmount] = useState(request?.amount ?? "");
  const [reference, setReference] = useState(request?.reference ?? "");
  const [isTried, setTried] = useState(false);
  const parsedReference = parseReference(reference, t);

  const submit = (isSent: boolean) => {
    setTried(true);
    const recipient = resolveRecipient(to, book, t);
    const parsed = parseAmount(amount, t);
    if (recipient.value === undefined || parsed.value === undefined || parsedReference.error !== undefined) return;
    const payment = { to: recipient.value, amount: parsed.value, reference: parsedReference.value };
    if (isSent) startFlow(async () => (await import("../../flows/transfer.ts")).transferFlow, payment);
    else startFlow(async () => (await import("../../flows/signTransfer.ts")).signTransferFlow, payment);
  };
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      <RecipientInput label={pay.recipient} text={to} onText={setTo} isTried={isTried} />
      <AmountInput label={t.common.amount} text={amount} onText={setAmount} isTried={isTried} available={available} />
      <TextInput
        label={pay.reference}
        description={pay.referenceHint}
        autoComplete="off"
        value={reference}
        onChange={(event) => {
          setReference(event.currentTarget.value);
        }}
        error={parsedReference.error}
      />
      <div className={styles["row"]}>
        <Button type="submit">{pay.review}</Button>
        <GaslessButton
          onClick={() => {
            submit(false);
          }}
        />
        {account === undefined && <span className={styles["hint"]}>{pay.connectFirst}</span>}
      </div>
    </form>
  );
}
