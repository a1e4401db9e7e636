import { Button, Checkbox, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { Section } from "../../ui/Page.tsx";
import { parseAddress, parseAmount, parseWhole } from "../../ui/parse.ts";
import { useUrlState } from "../../ui/urlState.ts";
import styles from "./Credit.module.css";
import { parseIds, parseYearly } from "./lendFields.ts";

const DAY = 86_400n;
const MOST_DAYS = 1_825;
const MOST_INSTALMENTS = 60;
/** Between instalments. */
const PERIOD = 30n * DAY;

/** Signs an offer of a loan. A borrower's request fills in its borrower and the orders. */
export function LendForm() {
  const t = useText();
  const { credit } = t;
  const [url] = useUrlState(["borrower", "orders"]);
  const [fields, setFields] = useState({
    ...{ borrower: url.borrower, amount: "", charge: "", yearly: "0", days: url.orders === "" ? "30" : "" },
    ...{ instalments: "1", collateral: "", orders: url.orders.replaceAll(",", "\n") },
  });
  const [pull, setPull] = useState(url.orders === "");
  const [isTried, setTried] = useState(false);
  const change = (name: keyof typeof fields) => (text: string) => {
    setFields((before) => ({ ...before, [name]: text }));
  };
  const borrower = fields.borrower.trim() === "" ? undefined : parseAddress(fields.borrower, t);
  const yearlyBps = parseYearly(fields.yearly);
  const isDue = fields.days.trim() !== "";
  const days = isDue ? parseWhole(fields.days, 1, MOST_DAYS) : undefined;
  const instalments = parseWhole(fields.instalments, 1, MOST_INSTALMENTS);
  const orders = parseIds(fields.orders);
  const zeroOr = (text: string) => (text.trim() === "" ? 0n : parseAmount(text, t).value);
  const submit = () => {
    setTried(true);
    const [amount, charge, collateral] = [
      parseAmount(fields.amount, t).value,
      zeroOr(fields.charge),
      zeroOr(fields.collateral),
    ];
    if (amount === undefined || charge === undefined || collateral === undefined || orders === undefined) return;
    if (borrower?.error !== undefined || yearlyBps === undefined || instalments === undefined) return;
    if (isDue && days === undefined) return;
    startFlow(async () => (await import("../../flows/signLoanOffer.tsx")).signLoanOfferFlow, {
      ...{ borrower: borrower?.value, amount, charge, yearlyBps, collateral, orders },
      ...{ dueWithin: days === undefined ? undefined : BigInt(days) * DAY, instalments: BigInt(instalments) },
      ...{ period: PERIOD, pull: pull && isDue },
    });
  };
  return (
    <Section title={credit.lendTitle}>
      <form
        className={styles["form"]}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={styles["hint"]}>{credit.lendIntro}</p>
        <AddressInput
          label={credit.borrower}
          description={credit.borrowerHint}
          text={fields.borrower}
          onText={change("borrower")}
          isOptional
        />
        <AmountInput label={credit.amount} text={fields.amount} onText={change("amount")} isTried={isTried} />
        <div className={styles["pair"]}>
          <AmountInput
            label={credit.charge}
            description={credit.chargeHint}
            text={fields.charge}
            onText={change("charge")}
            allowsZero
          />
          <PlainInput
            label={credit.yearly}
            text={fields.yearly}
            onText={change("yearly")}
            error={yearlyBps === undefined ? credit.yearlyInvalid : undefined}
          />
        </div>
        <div className={styles["pair"]}>
          <PlainInput
            label={credit.dueIn}
            description={credit.dueHint}
            text={fields.days}
            onText={change("days")}
            error={isDue && days === undefined ? credit.dueInvalid : undefined}
          />
          {isDue && (
            <PlainInput
              label={credit.instalments}
              text={fields.instalments}
              onText={change("instalments")}
              error={instalments === undefined ? credit.instalmentsInvalid : undefined}
            />
          )}
        </div>
        <Textarea
          label={credit.orders}
          description={credit.ordersHint}
          rows={3}
          spellCheck={false}
          value={fields.orders}
          onChange={(event) => {
            change("orders")(event.currentTarget.value);
          }}
          error={orders === undefined ? credit.ordersInvalid : undefined}
        />
        <AmountInput
          label={credit.collateral}
          description={credit.collateralHint}
          text={fields.collateral}
          onText={change("collateral")}
          allowsZero
        />
        {isDue && (
          <Checkbox
            label={credit.pull}
            checked={pull}
            onChange={(event) => {
              setPull(event.currentTarget.checked);
            }}
          />
        )}
        <div>
          <Button type="submit">{credit.review}</Button>
        </div>
      </form>
    </Section>
  );
}

interface PlainProps {
  label: string;
  description?: string;
  text: string;
  onText: (text: string) => void;
  error: string | undefined;
}

function PlainInput({ text, onText, ...props }: PlainProps) {
  return (
    <TextInput
      {...props}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={(event) => {
        onText(event.currentTarget.value);
      }}
    />
  );
}
