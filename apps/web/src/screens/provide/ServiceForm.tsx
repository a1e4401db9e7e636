import { Button, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { isUrl } from "../../config/config.ts";
import { useText } from "../../i18n/text.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount } from "../../ui/parse.ts";
import styles from "./Provide.module.css";

/** What a provider says of a service. */
export interface ServiceTexts {
  name: string;
  description: string;
  category: string;
  unit: string;
  endpoint: string;
}

/** What is typed for a service. */
export interface ServiceFields extends ServiceTexts {
  /** SCV, as a person writes it. */
  price: string;
}

interface Props {
  fields: ServiceFields;
  onChange: (next: (fields: ServiceFields) => ServiceFields) => void;
  /** Base units; null for one without a price. */
  price?: string | null;
  button: string;
  onSubmit: (form: ServiceTexts & { price: bigint | undefined }) => void;
  /** Beside the button. */
  children?: ReactNode;
}

export const EMPTY_SERVICE: ServiceFields = {
  ...{ name: "", description: "", category: "", unit: "", endpoint: "", price: "" },
};

/** Reads a saved form; undefined if it is not valid. */
export function readServiceFields(value: unknown): ServiceFields | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const names = Object.keys(EMPTY_SERVICE);
  if (names.some((name) => typeof fields[name] !== "string")) return undefined;
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as unknown as ServiceFields;
}

const LONGEST = { name: 128, category: 64, unit: 64, endpoint: 2048, description: 8192 };

/** The form of a service, to register or to edit. */
export function ServiceForm({ fields: form, onChange, price = null, button, onSubmit, children }: Props) {
  const t = useText();
  const { provide } = t;
  const { price: priceText } = form;
  const [isTried, setTried] = useState(false);
  const parsed = parseAmount(priceText, t);
  const isEmpty = priceText.trim() === "";
  const errors = {
    name: form.name.trim() === "" ? t.common.required : undefined,
    endpoint: form.endpoint.trim() === "" || isUrl(form.endpoint.trim()) ? undefined : provide.endpointBad,
    price: isEmpty && price !== null ? provide.priceCleared : isEmpty ? undefined : parsed.error,
  };
  const field = (name: keyof ServiceTexts) => ({
    label: provide[name],
    description: provide[`${name}Hint`],
    autoComplete: "off",
    maxLength: LONGEST[name],
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      onChange((current) => ({ ...current, [name]: value }));
    },
  });
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.values(errors).some((error) => error !== undefined)) return;
        const { name, description, category, unit, endpoint } = form;
        onSubmit({
          ...{ name: name.trim(), description: description.trim(), category: category.trim(), unit: unit.trim() },
          ...{ endpoint: endpoint.trim(), price: parsed.value },
        });
      }}
    >
      <TextInput {...field("name")} error={isTried ? errors.name : undefined} />
      <Textarea {...field("description")} rows={3} />
      <TextInput {...field("category")} />
      <div className={styles["pair"]}>
        <div>
          <AmountInput
            label={provide.price}
            description={provide.priceHint}
            text={priceText}
            onText={(text) => {
              onChange((current) => ({ ...current, price: text }));
            }}
            isTried={false}
          />
          {isTried && isEmpty && errors.price !== undefined && <p className={styles["hint"]}>{errors.price}</p>}
        </div>
        <TextInput {...field("unit")} />
      </div>
      <TextInput {...field("endpoint")} type="url" error={form.endpoint !== "" ? errors.endpoint : undefined} />
      <p className={styles["hint"]}>{provide.onChain}</p>
      <div className={styles["row"]}>
        <Button type="submit">{button}</Button>
        {children}
      </div>
    </form>
  );
}
