import { Button } from "@mantine/core";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount } from "../../ui/parse.ts";
import type { DealFormProps } from "./DealForms.tsx";
import { DaySelect } from "./DaySelect.tsx";
import styles from "./OrderForm.module.css";
import { DAY, STREAM_DAYS } from "./terms.ts";

/** The terms of a stream that starts now. */
export function StreamForm({ id, name, payee, available }: DealFormProps) {
  const t = useText();
  const { discover } = t;
  const [amount, setAmount] = useState("");
  const [days, setDays] = useState("30");
  const [deposit, setDeposit] = useState("");
  const [isTried, setTried] = useState(false);
  const total = parseAmount(amount, t).value;
  const submit = () => {
    setTried(true);
    const paidIn = deposit.trim() === "" ? total : parseAmount(deposit, t).value;
    if (total === undefined || paidIn === undefined || paidIn > total) return;
    startFlow(async () => (await import("../../flows/openStream.ts")).openStreamFlow, {
      ...{ payee, amount: total, duration: BigInt(days) * DAY, deposit: paidIn, serviceName: name, serviceId: id },
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
      <AmountInput label={discover.streamAmount} text={amount} onText={setAmount} isTried={isTried} />
      <DaySelect label={discover.streamTime} value={days} onValue={setDays} days={STREAM_DAYS} />
      <AmountInput
        label={discover.deposit}
        description={discover.depositHint}
        text={deposit === "" ? amount : deposit}
        onText={setDeposit}
        isTried={isTried}
        available={least(available, total)}
      />
      <Button type="submit">{discover.startStream}</Button>
    </form>
  );
}

function least(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a;
  return a < b ? a : b;
}
