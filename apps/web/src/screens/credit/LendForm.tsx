import { Button, Checkbox, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { Section } from "../../ui/Page.tsx";
import { useUrlState } from "../../ui/urlState.ts";
import styles from "./Credit.module.css";
import { isDueIn, parseLending, type LendDraft, type LendField } from "./lendFields.ts";

/** Signs an offer of a loan. A borrower's request fills in its borrower and the orders. */
export function LendForm() {
  const t = useText();
  const { credit } = t;
  const [url] = useUrlState(["borrower", "orders"]);
  const [draft, setDraft] = useState<LendDraft>({
    ...{ borrower: url.borrower, amount: "", charge: "", yearly: "0", lateYearly: "" },
    ...{ days: url.orders === "" ? "30" : "", instalments: "1", period: "30", grace: "0" },
    ...{ collateral: "", income: "", orders: url.orders.replaceAll(",", "\n"), pull: url.orders === "" },
  });
  const [isTried, setTried] = useState(false);
  const change = (name: LendField) => (text: string) => {
    setDraft((before) => ({ ...before, [name]: text }));
  };
  const { terms, errors } = parseLending(draft, t);
  const isDue = isDueIn(draft);
  const submit = () => {
    setTried(true);
    if (terms !== undefined)
      startFlow(async () => (await import("../../flows/signLoanOffer.tsx")).signLoanOfferFlow, terms);
  };
  const text = (name: LendField) => ({ text: draft[name], onText: change(name) });
  const plain = (name: LendField) => ({ ...text(name), error: errors[name] });
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
        <AddressInput label={credit.borrower} description={credit.borrowerHint} {...text("borrower")} isOptional />
        <AmountInput label={credit.amount} {...text("amount")} isTried={isTried} />
        <div className={styles["pair"]}>
          <AmountInput
            label={credit.charge}
            description={credit.chargeHint}
            {...text("charge")}
            allowsZero
            problem={errors.charge}
          />
          <PlainInput label={credit.yearly} {...plain("yearly")} />
        </div>
        <div className={styles["pair"]}>
          <PlainInput label={credit.dueIn} description={credit.dueHint} {...plain("days")} />
          {isDue && <PlainInput label={credit.instalments} {...plain("instalments")} />}
        </div>
        {isDue && (
          <>
            {draft.instalments.trim() !== "1" && <PlainInput label={credit.period} {...plain("period")} />}
            <div className={styles["pair"]}>
              <PlainInput label={credit.grace} description={credit.graceHint} {...plain("grace")} />
              <PlainInput label={credit.lateYearly} description={credit.lateYearlyHint} {...plain("lateYearly")} />
            </div>
          </>
        )}
        <Textarea
          label={credit.orders}
          description={credit.ordersHint}
          rows={3}
          spellCheck={false}
          value={draft.orders}
          onChange={(event) => {
            change("orders")(event.currentTarget.value);
          }}
          error={draft.orders !== "" || isTried ? errors.orders : undefined}
        />
        {isDue && (
          <>
            <AddressInput label={credit.income} description={credit.incomeHint} {...text("income")} isOptional />
            <AmountInput
              label={credit.collateral}
              description={credit.collateralHint}
              {...text("collateral")}
              allowsZero
            />
            <Checkbox
              label={credit.pull}
              checked={draft.pull}
              onChange={(event) => {
                const { checked: pull } = event.currentTarget;
                setDraft((before) => ({ ...before, pull }));
              }}
            />
          </>
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
