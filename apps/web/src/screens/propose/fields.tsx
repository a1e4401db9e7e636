import { NativeSelect, TextInput } from "@mantine/core";
import { useText } from "../../i18n/text.ts";
import type { FieldsProps } from "./ActionFields.tsx";
import { ASSETS, UNITS, type AssetName, type Unit } from "../../flows/drafts.ts";
import styles from "./propose.module.css";

/** SCV or ether. */
export function AssetField({ draft, onChange }: FieldsProps) {
  const { propose } = useText();
  return (
    <NativeSelect
      label={propose.asset}
      value={draft.asset}
      onChange={(event) => {
        onChange({ asset: event.currentTarget.value as AssetName });
      }}
      data={ASSETS.map((value) => ({ value, label: propose.assets[value] }))}
    />
  );
}

/** A length of time. */
export function PeriodFields({
  draft,
  errors,
  isTried,
  onChange,
  label,
  hint,
}: FieldsProps & { label: string; hint?: string | undefined }) {
  const { propose } = useText();
  return (
    <div className={styles["pair"]}>
      <TextInput
        label={label}
        description={hint}
        inputMode="decimal"
        autoComplete="off"
        value={draft.count}
        onChange={(event) => {
          onChange({ count: event.currentTarget.value });
        }}
        error={isTried || draft.count !== "" ? errors.count : undefined}
      />
      <NativeSelect
        label={propose.unit}
        value={draft.unit}
        onChange={(event) => {
          onChange({ unit: event.currentTarget.value as Unit });
        }}
        data={(Object.keys(UNITS) as Unit[]).map((value) => ({ value, label: propose.units[value] }))}
      />
    </div>
  );
}
