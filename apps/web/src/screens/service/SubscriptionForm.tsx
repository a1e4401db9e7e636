import { Button, TextInput } from "@mantine/core";
import { formatUnits } from "ethers/utils";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount, parseWhole } from "../../ui/parse.ts";
import type { DealFormProps } from "./DealForms.tsx";
import { DaySelect } from "./DaySelect.tsx";
import styles from "./OrderForm.module.css";
import { DAY, PERIOD_DAYS } from "./terms.ts";

const MOST_PERIODS = 1_000;

/** The terms of a subscription that starts now. */
export function SubscriptionForm({ id, name, payee, price, available }: DealFormProps) {
  const t = useText();
  const { discover } = t;
  const [text, setText] = useState(price === null ? "" : formatUnits(price, 18).replace(/\.0$/, ""));
  const [days, setDays] = useState("30");
  const [periods, setPeriods] = useState("");
  const [prepaid, setPrepaid] = useState("1");
  const [isTried, setTried] = useState(false);
  const hasEnd = periods.trim() !== "";
  const count = parseWhole(periods, 1, MOST_PERIODS);
  const paidIn = parseWhole(prepaid, 1, MOST_PERIODS);
  const isTooMany = paidIn !== undefined && count !== undefined && paidIn > count;
  const submit = () => {
    setTried(true);
    const { value } = parseAmount(text, t);
    if (value === undefined || (hasEnd && count === undefined) || paidIn === undefined || isTooMany) return;
    startFlow(async () => (await import("../../flows/openSubscription.ts")).openSubscriptionFlow, {
      ...{ payee, price: value, period: BigInt(days) * DAY, serviceName: name, serviceId: id },
      ...{ periods: count === undefined ? undefined : BigInt(count), prepaid: BigInt(paidIn) },
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
      <AmountInput label={discover.perPeriod} text={text} onText={setText} isTried={isTried} available={available} />
      <DaySelect label={discover.period} value={days} onValue={setDays} days={PERIOD_DAYS} />
      <TextInput
        label={discover.periods}
        description={discover.periodsHint}
        inputMode="numeric"
        value={periods}
        onChange={(event) => {
          setPeriods(event.currentTarget.value);
        }}
        error={hasEnd && count === undefined ? discover.periodsInvalid : undefined}
      />
      <TextInput
        label={discover.prepaid}
        inputMode="numeric"
        value={prepaid}
        onChange={(event) => {
          setPrepaid(event.currentTarget.value);
        }}
        error={paidIn === undefined ? discover.periodsInvalid : isTooMany ? discover.prepaidTooMany : undefined}
      />
      <Button type="submit">{discover.subscribe}</Button>
    </form>
  );
}
