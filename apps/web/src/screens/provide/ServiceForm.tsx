import { Button, Textarea, TextInput } from "@mantine/core";
import { formatUnits } from "ethers/utils";
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

interface Props {
  texts?: ServiceTexts;
  /** Base units. */
  price?: string | null;
  button: string;
  onSubmit: (form: ServiceTexts & { price: bigint | undefined }) => void;
  /** Beside the button. */
  children?: ReactNode;
}

const EMPTY: ServiceTexts = { name: "", description: "", category: "", unit: "", endpoint: "" };
const LONGEST = { name: 128, category: 64, unit: 64, endpoint: 2048, description: 8192 };

/** The form of a service, to register or to edit. */
export function ServiceForm({ texts = EMPTY, price = null, button, onSubmit, children }: Props) {
  const t = useText();
  const { provide } = t;
  const [form, setForm] = useState(texts);
  const [priceText, setPriceText] = useState(price === null ? "" : formatUnits(price, 18).replace(/\.0$/, ""));
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
      setForm((current) => ({ ...current, [name]: value }));
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
            onText={setPriceText}
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
