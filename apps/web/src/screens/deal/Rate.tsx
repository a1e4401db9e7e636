import { Button, NativeSelect, TextInput } from "@mantine/core";
import { formatUnits } from "ethers/utils";
import { useId, useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import type { IndexedDeal } from "../../deals/standing.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Section } from "../../ui/Page.tsx";
import { parseWhole } from "../../ui/parse.ts";
import styles from "./Actions.module.css";
import type { NamedService } from "./useServicesOf.ts";

const BEST = 100;

interface Props {
  deal: IndexedDeal;
  services: readonly NamedService[];
  /** The one that was paid for, where that is known. */
  ordered: NamedService | undefined;
}

/** What the customer says about it, once for each deal. */
export function Rate({ deal, services, ordered }: Props) {
  const { deals } = useText();
  const { items, isLoading } = useIndexedList("/feedback", { deal: deal.id });
  if (isLoading) return null;
  const given = items[0];
  return (
    <Section title={deals.rate}>
      {given !== undefined ? (
        <p className={styles["hint"]}>{deals.rated(formatUnits(given.value, given.decimals).replace(/\.0$/, ""))}</p>
      ) : services.length === 0 ? (
        <p className={styles["hint"]}>{deals.noService}</p>
      ) : (
        <RateForm deal={deal} services={services} ordered={ordered} />
      )}
    </Section>
  );
}

function RateForm({ deal, services, ordered }: Props) {
  const { deals } = useText();
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState("90");
  const [isTried, setTried] = useState(false);
  const slider = useId();
  const value = parseWhole(text, 0, BEST);
  const service = services.find(({ id }) => String(id) === chosen) ?? ordered;
  const submit = () => {
    setTried(true);
    if (value === undefined || service === undefined) return;
    startFlow(async () => (await import("../../flows/rateDeal.ts")).rateDealFlow, { deal, service, value });
  };
  return (
    <form
      className={styles["fields"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className={styles["hint"]}>{deals.rateHint}</p>
      {services.length > 1 && (
        <NativeSelect
          label={deals.rateWhich}
          value={service === undefined ? "" : String(service.id)}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
          }}
          data={[
            ...(service === undefined ? [{ value: "", label: deals.rateChoose }] : []),
            ...services.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          error={isTried && service === undefined ? deals.rateChoose : undefined}
        />
      )}
      <TextInput
        id={slider}
        label={deals.rating}
        inputMode="numeric"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
        error={value === undefined ? deals.ratingInvalid : undefined}
      />
      <input
        type="range"
        min="0"
        max={BEST}
        value={value ?? 0}
        aria-labelledby={`${slider}-label`}
        className={styles["range"]}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <div className={styles["buttons"]}>
        <Button type="submit">{deals.rate}</Button>
      </div>
    </form>
  );
}
