import { formatUnits } from "ethers/utils";
import { useState } from "react";
import { useText } from "../../i18n/text.ts";
import { ServiceForm, type ServiceTexts } from "./ServiceForm.tsx";

interface Props {
  texts: ServiceTexts;
  /** Base units. */
  price: string | null;
  onSubmit: (form: ServiceTexts & { price: bigint | undefined }) => void;
}

/** The form of a service that is registered. What is on the chain fills it, so it is not kept. */
export function EditForm({ texts, price, onSubmit }: Props) {
  const { provide } = useText();
  const priceText = price === null ? "" : formatUnits(price, 18).replace(/\.0$/, "");
  const [fields, setFields] = useState({ ...texts, price: priceText });
  return (
    <ServiceForm fields={fields} onChange={setFields} price={price} button={provide.reviewEdit} onSubmit={onSubmit} />
  );
}
