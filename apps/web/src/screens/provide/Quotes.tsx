import { Button, NativeSelect, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { usePayoutAccounts } from "../../chain/payoutAccounts.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { shortAddress } from "../../ui/format.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { Section } from "../../ui/Page.tsx";
import { parseAddress, parseAmount } from "../../ui/parse.ts";
import { parseReference } from "../../ui/reference.ts";
import styles from "./Provide.module.css";

const DAY = 86_400n;
const DELIVERY_DAYS = [1, 3, 7, 14, 30, 90];
const REVIEW_DAYS = [1, 3, 7, 14];

/** Signs an offer to hand on. */
export function Quotes({ account }: { account: string }) {
  const t = useText();
  const { provide } = t;
  const [price, setPrice] = useState("");
  const [words, setWords] = useState("");
  const [deliveryDays, setDeliveryDays] = useState("7");
  const [reviewDays, setReviewDays] = useState("3");
  const [arbiter, setArbiter] = useState("");
  const [payoutAccount, setPayoutAccount] = useState("");
  const payouts = usePayoutAccounts(account);
  const [isTried, setTried] = useState(false);
  const reference = parseReference(words, t);
  const submit = () => {
    setTried(true);
    const amount = parseAmount(price, t).value;
    const decider = arbiter.trim() === "" ? undefined : parseAddress(arbiter, t);
    if (amount === undefined || reference.error !== undefined || decider?.error !== undefined) return;
    startFlow(async () => (await import("../../flows/signQuote.ts")).signQuoteFlow, {
      payoutAccount: payoutAccount === "" ? undefined : payoutAccount,
      price: amount,
      deliverWithin: BigInt(deliveryDays) * DAY,
      window: BigInt(reviewDays) * DAY,
      reference: reference.value,
      arbiter: decider?.value,
    });
  };
  const days = (all: number[]) => all.map((count) => ({ value: String(count), label: provide.days(count) }));
  return (
    <Section
      title={provide.tabs.quotes}
      actions={
        <Button component={Link} to="/pay/quote" size="xs" variant="default">
          {provide.quoteOpen}
        </Button>
      }
    >
      <form
        className={styles["form"]}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={styles["hint"]}>{provide.quoteIntro}</p>
        <AmountInput label={provide.quotePrice} text={price} onText={setPrice} isTried={isTried} />
        <TextInput
          label={provide.quoteFor}
          description={provide.quoteForHint}
          autoComplete="off"
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
          }}
          error={reference.error}
        />
        <NativeSelect
          label={provide.quoteDeliver}
          value={deliveryDays}
          onChange={(event) => {
            setDeliveryDays(event.currentTarget.value);
          }}
          data={days(DELIVERY_DAYS)}
        />
        <NativeSelect
          label={provide.quoteWindow}
          value={reviewDays}
          onChange={(event) => {
            setReviewDays(event.currentTarget.value);
          }}
          data={days(REVIEW_DAYS)}
        />
        {payouts.length > 0 && (
          <NativeSelect
            label={t.credit.paidTo}
            value={payoutAccount}
            onChange={(event) => {
              setPayoutAccount(event.currentTarget.value);
            }}
            data={[
              { value: "", label: t.common.yourAccountFirst },
              ...payouts.map((one) => ({ value: one.account, label: t.credit.payoutNamed(shortAddress(one.account)) })),
            ]}
          />
        )}
        <AddressInput
          label={provide.quoteArbiter}
          description={provide.quoteArbiterHint}
          text={arbiter}
          onText={setArbiter}
        />
        <div>
          <Button type="submit">{provide.quoteSign}</Button>
        </div>
      </form>
    </Section>
  );
}
