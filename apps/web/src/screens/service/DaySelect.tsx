import { NativeSelect } from "@mantine/core";
import { useText } from "../../i18n/text.ts";

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
  days: readonly number[];
}

/** A choice of lengths in days. */
export function DaySelect({ label, value, onValue, days }: Props) {
  const { discover } = useText();
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => {
        onValue(event.currentTarget.value);
      }}
      data={days.map((count) => ({ value: String(count), label: discover.days(count) }))}
    />
  );
}
