import { NativeSelect, TextInput } from "@mantine/core";
import { useText, type Text } from "../../i18n/text.ts";
import { duration, shortAddress, shortAmount } from "../../ui/format.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { useDaoSettings } from "../dao/useDao.ts";
import type { FieldsProps } from "./ActionFields.tsx";
import { SETTINGS, type SettingName } from "../../flows/drafts.ts";
import { PeriodFields } from "./fields.tsx";

const NAMES = Object.keys(SETTINGS) as SettingName[];

/** A rule of the DAO and its new value, beside the one that holds now. */
export function SettingFields(props: FieldsProps) {
  const { propose, dao } = useText();
  const { draft, onChange } = props;
  return (
    <>
      <NativeSelect
        label={propose.setting}
        value={draft.setting}
        onChange={(event) => {
          onChange({ setting: event.currentTarget.value as SettingName });
        }}
        data={NAMES.map((value) => ({ value, label: dao.ruleNames[value] }))}
      />
      <NewValue {...props} />
    </>
  );
}

function NewValue(props: FieldsProps) {
  const t = useText();
  const { propose } = t;
  const { draft, errors, isTried, onChange } = props;
  const { settings } = useDaoSettings();
  const value = settings[draft.setting];
  const hint = value === undefined ? undefined : propose.now(shownValue(draft.setting, value, t));
  switch (SETTINGS[draft.setting].is) {
    case "time":
      return <PeriodFields {...props} label={propose.newTime} hint={hint} />;
    case "votes":
      return (
        <AmountInput
          label={propose.newVotes}
          {...(hint !== undefined && { description: hint })}
          unit=""
          text={draft.amount}
          isTried={isTried}
          onText={(amount) => {
            onChange({ amount });
          }}
        />
      );
    case "percent":
      return (
        <TextInput
          label={propose.newPercent}
          description={hint}
          inputMode="numeric"
          autoComplete="off"
          value={draft.percent}
          onChange={(event) => {
            onChange({ percent: event.currentTarget.value });
          }}
          error={isTried || draft.percent !== "" ? errors.percent : undefined}
        />
      );
    case "account":
      return (
        <AddressInput
          label={propose.guardian}
          description={`${propose.guardianHint}${hint === undefined ? "" : ` ${hint}`}`}
          text={draft.account}
          onText={(account) => {
            onChange({ account });
          }}
        />
      );
  }
}

function shownValue(name: SettingName, value: string, t: Text): string {
  switch (SETTINGS[name].is) {
    case "time":
      return duration(Number(value), t);
    case "votes":
      return t.dao.votes(shortAmount(BigInt(value)));
    case "percent":
      return `${value} %`;
    case "account":
      return BigInt(value) === 0n ? t.common.nobody : shortAddress(value);
  }
}
