import { Button, SegmentedControl } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { formatUnits } from "ethers/utils";
import { useState } from "react";
import { useEther } from "../../chain/chainValue.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Handover } from "../../ui/Handover.tsx";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { parseAddress, parseAmount } from "../../ui/parse.ts";
import { useAccount } from "../../wallet/session.ts";
import type { DealFormProps } from "./DealForms.tsx";
import { DaySelect } from "./DaySelect.tsx";
import styles from "./OrderForm.module.css";
import { orderLink, readOrderTerms } from "./orderLink.ts";
import { DAY, DELIVERY_DAYS, REVIEW_DAYS } from "./terms.ts";

/** The sender of the order: the customer, an account with the signature of the customer, or another customer. */
type Sender = "now" | "signed" | "link";

/** A length from a link, if the form offers it. */
function daysOf(days: readonly number[], wanted: string | undefined, usual: string): string {
  return days.some((one) => String(one) === wanted) ? (wanted ?? usual) : usual;
}

/** The terms of an order for a service; a link fills them in. */
export function OrderForm({ id, name, payee, price, available }: DealFormProps) {
  const t = useText();
  const { discover, gasless } = t;
  const account = useAccount();
  const asked = readOrderTerms(useLocation({ select: ({ searchStr }) => searchStr }));
  const [text, setText] = useState(asked.price ?? (price === null ? "" : formatUnits(price, 18).replace(/\.0$/, "")));
  const [deliveryDays, setDeliveryDays] = useState(daysOf(DELIVERY_DAYS, asked.deliveryDays, "7"));
  const [reviewDays, setReviewDays] = useState(daysOf(REVIEW_DAYS, asked.reviewDays, "3"));
  const [arbiter, setArbiter] = useState(asked.arbiter ?? "");
  const [isTried, setTried] = useState(false);
  const { sender, setSender, hasNoEther } = useSender(account);
  const hasArbiter = arbiter.trim() !== "";
  const parsed = parseAddress(arbiter, t).value;
  const isParty = parsed !== undefined && (parsed === account || parsed === payee);
  const { value } = parseAmount(text, t);
  const isFit = value !== undefined && (!hasArbiter || (parsed !== undefined && !isParty));

  const submit = () => {
    setTried(true);
    if (!isFit) return;
    const order = {
      payee,
      price: value,
      deliverWithin: BigInt(deliveryDays) * DAY,
      window: BigInt(reviewDays) * DAY,
      serviceName: name,
      serviceId: id,
      ...(parsed !== undefined && { arbiter: parsed }),
    };
    if (sender === "signed") startFlow(async () => (await import("../../flows/signOrder.ts")).signOrderFlow, order);
    else startFlow(async () => (await import("../../flows/openOrder.ts")).openOrderFlow, order);
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <AmountInput
        label={discover.price}
        text={text}
        onText={setText}
        isTried={isTried}
        // The link is paid from another account.
        available={sender === "link" ? undefined : available}
      />
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
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={gasless.payLabel}
        value={sender}
        onChange={(next) => {
          setSender(next);
        }}
        data={[
          { value: "now", label: gasless.payNow },
          { value: "signed", label: gasless.button },
          { value: "link", label: gasless.payLink },
        ]}
      />
      <p className={styles["hint"]}>{hasNoEther ? gasless.noEther : gasless.payHints[sender]}</p>
      {sender !== "link" ? (
        <Button type="submit">{sender === "now" ? discover.order : gasless.signOrder}</Button>
      ) : isFit ? (
        <Handover
          label={gasless.orderLink}
          copy={gasless.copyOrderLink}
          value={orderLink(location.href, { price: text, deliveryDays, reviewDays, arbiter })}
        />
      ) : null}
    </form>
  );
}

/** The user's choice; until then what works for him: without ether he can only sign. */
function useSender(account: string | undefined) {
  const [chosen, setSender] = useState<Sender>();
  const hasNoEther = useEther(account) === 0n;
  return {
    sender: chosen ?? (hasNoEther ? "signed" : "now"),
    setSender,
    hasNoEther: hasNoEther && chosen === undefined,
  };
}
