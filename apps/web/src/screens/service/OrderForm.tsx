import { Button } from "@mantine/core";
import { formatUnits } from "ethers/utils";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { parseAddress, parseAmount } from "../../ui/parse.ts";
import { useAccount } from "../../wallet/session.ts";
import type { DealFormProps } from "./DealForms.tsx";
import { DaySelect } from "./DaySelect.tsx";
import styles from "./OrderForm.module.css";
import { DAY, DELIVERY_DAYS, REVIEW_DAYS } from "./terms.ts";

/** The terms of an order for a service. */
export function OrderForm({ name, payee, price, available }: DealFormProps) {
  const t = useText();
  const { discover } = t;
  const account = useAccount();
  const [text, setText] = useState(price === null ? "" : formatUnits(price, 18).replace(/\.0$/, ""));
  const [deliveryDays, setDeliveryDays] = useState("7");
  const [reviewDays, setReviewDays] = useState("3");
  const [arbiter, setArbiter] = useState("");
  const [isTried, setTried] = useState(false);
  const hasArbiter = arbiter.trim() !== "";
  const parsed = parseAddress(arbiter, t).value;
  const isParty = parsed !== undefined && (parsed === account || parsed === payee);

  const submit = () => {
    setTried(true);
    const { value } = parseAmount(text, t);
    if (value === undefined || (hasArbiter && (parsed === undefined || isParty))) return;
    startFlow(async () => (await import("../../flows/openOrder.ts")).openOrderFlow, {
      payee,
      price: value,
      deliverWithin: BigInt(deliveryDays) * DAY,
      window: BigInt(reviewDays) * DAY,
      serviceName: name,
      ...(parsed !== undefined && { arbiter: parsed }),
    });
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <AmountInput label={discover.price} text={text} onText={setText} isTried={isTried} available={available} />
      <DaySelect label={discover.deliverWithin} value={deliveryDays} onValue={setDeliveryDays} days={DELIVERY_DAYS} />
      <DaySelect label={discover.reviewTime} value={reviewDays} onValue={setReviewDays} days={REVIEW_DAYS} />
      <AddressInput
        label={discover.arbiter}
        description={discover.arbiterHint}
        text={arbiter}
        onText={setArbiter}
        isTried={isTried}
        isOptional
        problem={isParty ? discover.arbiterParty : undefined}
      />
      <Button type="submit">{discover.order}</Button>
    </form>
  );
}
