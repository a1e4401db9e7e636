import { NativeSelect, TextInput } from "@mantine/core";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { AddressInput, AmountInput } from "../../ui/inputs.tsx";
import { exactAmount } from "../../ui/format.ts";
import { useIndexed } from "../../chain/indexed.ts";
import { SettingFields } from "./SettingFields.tsx";
import { KINDS, type AssetName, type Draft, type Errors, type Kind } from "../../flows/drafts.ts";
import { AssetField, PeriodFields } from "./fields.tsx";
import daoStyles from "../dao/dao.module.css";
import styles from "./propose.module.css";

export interface FieldsProps {
  draft: Draft;
  errors: Errors;
  /** The user tried to go on: empty fields say what is missing. */
  isTried: boolean;
  onChange: (change: Partial<Draft>) => void;
}

/** One action of a proposal. */
export function ActionFields(props: FieldsProps) {
  const { propose } = useText();
  const { draft, onChange } = props;
  return (
    <>
      <NativeSelect
        label={propose.kind}
        description={propose.kindHints[draft.kind]}
        value={draft.kind}
        onChange={(event) => {
          onChange({ kind: event.currentTarget.value as Kind, change: "set" });
        }}
        data={KINDS.map((value) => ({ value, label: propose.kinds[value] }))}
      />
      <OfKind {...props} />
    </>
  );
}

function OfKind(props: FieldsProps) {
  const { propose } = useText();
  const { draft } = props;
  switch (draft.kind) {
    case "pay":
      return <PayFields {...props} />;
    case "mint":
      return (
        <>
          <AccountField {...props} label={propose.recipient} />
          <AmountField {...props} unit="SCV" />
        </>
      );
    case "budget":
      return (
        <>
          <ChangeField {...props} changes={propose.budgetChanges} />
          <AccountField {...props} label={propose.steward} />
          {draft.change === "set" ? <LimitFields {...props} /> : <AssetField {...props} />}
        </>
      );
    case "cap":
      return (
        <>
          <ChangeField {...props} changes={propose.capChanges} />
          {draft.change === "set" && <LimitFields {...props} />}
          {draft.change === "freeze" && (
            <>
              <AssetField {...props} />
              <PeriodFields {...props} label={propose.per} />
            </>
          )}
          {draft.change === "remove" && <AssetField {...props} />}
        </>
      );
    case "fee":
    case "loanFee":
      return <PercentField {...props} label={propose.fee} hint={propose.feeHint} />;
    case "addLiquidity":
      return (
        <>
          <div className={styles["pair"]}>
            <AmountField {...props} unit="SCV" />
            <EtherField {...props} />
          </div>
          <PeriodFields {...props} label={propose.within} hint={propose.withinHint} />
        </>
      );
    case "removeLiquidity":
      return (
        <>
          <PercentField {...props} label={propose.share} hint={propose.shareHint} />
          <PeriodFields {...props} label={propose.within} hint={propose.withinHint} />
        </>
      );
    case "setting":
      return <SettingFields {...props} />;
    case "text":
      return null;
  }
}

function PayFields(props: FieldsProps) {
  const { propose } = useText();
  const { draft, errors, onChange } = props;
  const { deployment } = useNetwork();
  const { data } = useIndexed("/accounts/{address}", { address: deployment.contracts.Treasury.address });
  const hint = data === undefined ? undefined : propose.treasuryHas(`${exactAmount(BigInt(data.data.balance))} SCV`);
  return (
    <>
      <AccountField {...props} label={propose.recipient} />
      <div className={styles["pair"]}>
        <AmountField {...props} unit={draft.asset} />
        <AssetField {...props} />
      </div>
      {draft.asset === "SCV" && hint !== undefined && <p className={daoStyles["hint"]}>{hint}</p>}
      <TextInput
        label={propose.reference}
        description={propose.referenceHint}
        autoComplete="off"
        value={draft.reference}
        onChange={(event) => {
          onChange({ reference: event.currentTarget.value });
        }}
        error={errors.reference}
      />
    </>
  );
}

function LimitFields(props: FieldsProps) {
  const { propose } = useText();
  return (
    <>
      <div className={styles["pair"]}>
        <AmountField {...props} unit={props.draft.asset} />
        <AssetField {...props} />
      </div>
      <PeriodFields {...props} label={propose.per} />
    </>
  );
}

function AccountField({ draft, isTried, onChange, label }: FieldsProps & { label: string }) {
  return (
    <AddressInput
      label={label}
      text={draft.account}
      isTried={isTried}
      onText={(account) => {
        onChange({ account });
      }}
    />
  );
}

function AmountField({ draft, isTried, onChange, unit }: FieldsProps & { unit: AssetName }) {
  const { common } = useText();
  return (
    <AmountInput
      label={common.amount}
      text={draft.amount}
      unit={unit}
      isTried={isTried}
      onText={(amount) => {
        onChange({ amount });
      }}
    />
  );
}

function EtherField({ draft, isTried, onChange }: FieldsProps) {
  const { propose } = useText();
  return (
    <AmountInput
      label={propose.assets.ETH}
      text={draft.ether}
      unit="ETH"
      isTried={isTried}
      onText={(ether) => {
        onChange({ ether });
      }}
    />
  );
}

function PercentField({
  draft,
  errors,
  isTried,
  onChange,
  label,
  hint,
}: FieldsProps & { label: string; hint: string }) {
  return (
    <TextInput
      label={label}
      description={hint}
      inputMode="decimal"
      autoComplete="off"
      value={draft.percent}
      onChange={(event) => {
        onChange({ percent: event.currentTarget.value });
      }}
      error={isTried || draft.percent !== "" ? errors.percent : undefined}
    />
  );
}

function ChangeField({ draft, onChange, changes }: FieldsProps & { changes: Readonly<Record<string, string>> }) {
  const { propose } = useText();
  return (
    <NativeSelect
      label={propose.change}
      value={draft.change}
      onChange={(event) => {
        onChange({ change: event.currentTarget.value as Draft["change"] });
      }}
      data={Object.entries(changes).map(([value, label]) => ({ value, label }))}
    />
  );
}
