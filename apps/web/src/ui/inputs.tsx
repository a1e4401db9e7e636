import { Button, TextInput } from "@mantine/core";
import { formatUnits } from "ethers/utils";
import { useText } from "../i18n/text.ts";
import { exactAmount } from "./format.ts";
import { parseAddress, parseAmount } from "./parse.ts";

interface FieldProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  description?: string;
  /** Shows why the text is not valid also while it is empty: after the user tried to go on. */
  isTried?: boolean;
}

interface AmountProps extends FieldProps {
  /** Base units that the user has: more is an error, and a button fills it in. */
  available?: bigint | undefined;
  /** Whether zero is an amount too. Default: false. */
  allowsZero?: boolean;
  unit?: string;
  /** What is wrong with an amount that is valid as such. */
  problem?: string | undefined;
}

/** A field for an amount of SCV. */
export function AmountInput({
  label,
  text,
  onText,
  description,
  isTried = false,
  available,
  allowsZero = false,
  unit = "SCV",
  problem,
}: AmountProps) {
  const t = useText();
  const { value, error } = parseAmount(text, t);
  const tooMuch = available !== undefined && value !== undefined && value > available;
  const shown = tooMuch ? t.common.amountTooMuch(`${exactAmount(available)} ${unit}`) : (problem ?? error);
  const isAllowed = allowsZero && error === t.common.amountZero;
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={t.common.amountHint}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={(event) => {
        onText(event.currentTarget.value);
      }}
      error={!isAllowed && (text !== "" || isTried) ? shown : undefined}
      rightSectionWidth={available === undefined ? 56 : 118}
      rightSection={
        <>
          {available !== undefined && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                onText(formatUnits(available, 18).replace(/\.0$/, ""));
              }}
            >
              {t.common.max}
            </Button>
          )}
          <span>{unit}</span>
        </>
      }
    />
  );
}

interface AddressProps extends FieldProps {
  /** Default: false. */
  isOptional?: boolean;
  /** What is wrong with an address that is valid as such. */
  problem?: string | undefined;
}

/** A field for an address. */
export function AddressInput({
  label,
  text,
  onText,
  description,
  isTried = false,
  isOptional = false,
  problem,
}: AddressProps) {
  const t = useText();
  const { error } = parseAddress(text, t);
  const shown = problem ?? (isOptional && text.trim() === "" ? undefined : error);
  return (
    <TextInput
      label={label}
      description={description}
      placeholder="0x…"
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => {
        onText(event.currentTarget.value);
      }}
      error={text !== "" || isTried ? shown : undefined}
    />
  );
}
