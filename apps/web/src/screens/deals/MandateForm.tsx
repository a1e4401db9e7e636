import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { parseAddress, parseAmount, parseWhole } from "../../ui/parse.ts";
import { useAccount } from "../../wallet/session.ts";
import styles from "../service/OrderForm.module.css";
import { PERIOD_DAYS } from "../service/terms.ts";

const MOST_PERIODS = 1_000;

/** Lets somebody charge the account, up to a limit. */
export function MandateForm() {
  const t = useText();
  const { mandate } = t.deals;
  const account = useAccount();
  const [payee, setPayee] = useState("");
  const [limit, setLimit] = useState("");
  const [days, setDays] = useState("30");
  const [periods, setPeriods] = useState("12");
  const [isTried, setTried] = useState(false);
  const count = parseWhole(periods, 1, MOST_PERIODS);
  const address = parseAddress(payee, t);
  const isSelf = address.value !== undefined && address.value === account;
  const submit = () => {
    setTried(true);
    const { value } = parseAmount(limit, t);
    if (address.value === undefined || isSelf || value === undefined || count === undefined) return;
    startFlow(async () => (await import("../../flows/acceptMandate.ts")).acceptMandateFlow, {
      payee: address.value,
      limit: value,
      period: BigInt(days) * 86_400n,
      periods: BigInt(count),
    });
  };
  return (
    <form
      className={[styles["form"], styles["narrow"]].join(" ")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <AddressInput
        label={mandate.who}
        text={payee}
        onText={setPayee}
        isTried={isTried}
        problem={isSelf ? mandate.self : undefined}
      />
      <AmountInput label={mandate.limit} text={limit} onText={setLimit} isTried={isTried} />
      <NativeSelect
        label={mandate.period}
        value={days}
        onChange={(event) => {
          setDays(event.currentTarget.value);
        }}
        data={PERIOD_DAYS.map((value) => ({ value: String(value), label: t.common.days(value) }))}
      />
      <TextInput
        label={mandate.periods}
        inputMode="numeric"
        value={periods}
        onChange={(event) => {
          setPeriods(event.currentTarget.value);
        }}
        error={count === undefined ? mandate.periodsInvalid : undefined}
      />
      <Button type="submit">{mandate.accept}</Button>
    </form>
  );
}
