import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useIndexed } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { useNow } from "../../ui/clock.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { parseAddress, parseAmount } from "../../ui/parse.ts";
import { parseReference } from "../../ui/reference.ts";
import daoStyles from "../dao/dao.module.css";
import { unitOf, useAddresses } from "./assets.tsx";
import type { Budget } from "./Budgets.tsx";
import { availableAt } from "./limits.ts";

/** A payment out of the user's own budget. */
export function SpendForm({ budgets }: { budgets: readonly Budget[] }) {
  const t = useText();
  const { treasury, propose } = t;
  const { coin } = useAddresses();
  const now = useNow();
  const indexTime = useIndexed("/status", {}).data?.time;
  const known = budgets.filter(({ asset }) => unitOf(asset, coin) !== undefined);
  const [asset, setAsset] = useState(known[0]?.asset ?? "");
  const [to, setTo] = useState("");
  const [amount, setAmount] = useState("");
  const [reference, setReference] = useState("");
  const [isTried, setTried] = useState(false);
  const budget = known.find((one) => one.asset === asset);
  if (budget === undefined) return null;
  const unit = unitOf(asset, coin) ?? "SCV";
  const available = availableAt(budget, now, indexTime);
  const ref = parseReference(reference, t);
  const submit = () => {
    setTried(true);
    const [recipient, value] = [parseAddress(to, t).value, parseAmount(amount, t).value];
    if (recipient === undefined || value === undefined || value > available || ref.error !== undefined) return;
    const payment = { asset, unit, to: recipient, amount: value, reference: ref.value };
    startFlow(async () => (await import("../../flows/spend.ts")).spendFlow, payment);
  };
  return (
    <form
      className={daoStyles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className={daoStyles["hint"]}>{treasury.spendHint}</p>
      {known.length > 1 && (
        <NativeSelect
          label={treasury.asset}
          value={asset}
          onChange={(event) => {
            setAsset(event.currentTarget.value);
          }}
          data={known.map((one) => ({ value: one.asset, label: unitOf(one.asset, coin) ?? one.asset }))}
        />
      )}
      <AddressInput label={treasury.recipient} text={to} onText={setTo} isTried={isTried} />
      <AmountInput
        label={t.common.amount}
        text={amount}
        onText={setAmount}
        isTried={isTried}
        unit={unit}
        available={available}
      />
      <TextInput
        label={treasury.reference}
        description={propose.referenceHint}
        autoComplete="off"
        value={reference}
        onChange={(event) => {
          setReference(event.currentTarget.value);
        }}
        error={ref.error}
      />
      <div className={daoStyles["buttons"]}>
        <Button type="submit">{treasury.spend}</Button>
      </div>
    </form>
  );
}
