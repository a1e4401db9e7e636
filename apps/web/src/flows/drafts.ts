import type { Text } from "../i18n/text.ts";
import { parseAddress, parseAmount, type Parsed } from "../ui/parse.ts";
import { parseReference } from "../ui/reference.ts";

/** What a proposal can do, in the order of the choice. */
export const KINDS = [
  ...(["pay", "mint", "budget", "cap", "fee", "loanFee"] as const),
  ...(["addLiquidity", "removeLiquidity", "setting", "text"] as const),
] as const;
export type Kind = (typeof KINDS)[number];

export const ASSETS = ["SCV", "ETH"] as const;
export type AssetName = (typeof ASSETS)[number];

/** Settings of the DAO, with what their values are. Bounds are those of the contract, in seconds or percent. */
export const SETTINGS = {
  votingDelay: { is: "time", min: 3_600, max: 30 * 86_400 },
  votingPeriod: { is: "time", min: 3_600, max: 60 * 86_400 },
  lateQuorumVoteExtension: { is: "time", min: 0, max: 60 * 86_400 },
  executionDelay: { is: "time", min: 3_600, max: 30 * 86_400 },
  gracePeriod: { is: "time", min: 86_400, max: 90 * 86_400 },
  proposalThreshold: { is: "votes" },
  quorumNumerator: { is: "percent", max: 30 },
  quorumFloor: { is: "votes" },
  proposalGuardian: { is: "account" },
} as const;
export type SettingName = keyof typeof SETTINGS;

export const UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** Whether a limit is set, made zero, or taken away. */
export const LIMIT_CHANGES = ["set", "freeze", "remove"] as const;
export type LimitChange = (typeof LIMIT_CHANGES)[number];

/** What is typed for one action of a proposal. Each kind uses some of the fields. */
export interface Draft {
  kind: Kind;
  account: string;
  asset: AssetName;
  amount: string;
  /** Ether that is added together with the amount. */
  ether: string;
  reference: string;
  count: string;
  unit: Unit;
  percent: string;
  setting: SettingName;
  change: LimitChange;
}

export const EMPTY_DRAFT: Draft = {
  kind: "pay",
  account: "",
  asset: "SCV",
  amount: "",
  ether: "",
  reference: "",
  count: "30",
  unit: "days",
  percent: "",
  setting: "votingPeriod",
  change: "set",
};

/** One action of a proposal. Amounts are base units, times are seconds. */
export type Intent =
  | { kind: "pay"; asset: AssetName; to: string; amount: bigint; reference: string | undefined }
  | { kind: "mint"; to: string; amount: bigint }
  | { kind: "budget"; steward: string; asset: AssetName; amount: bigint; period: bigint }
  | { kind: "cap"; asset: AssetName; amount: bigint; period: bigint }
  | { kind: "fee" | "loanFee"; feeBps: bigint }
  | { kind: "addLiquidity"; coins: bigint; wei: bigint; within: bigint }
  | { kind: "removeLiquidity"; share: bigint; within: bigint }
  | { kind: "setting"; name: SettingName; value: bigint | string }
  | { kind: "text" };

export type Field = "account" | "amount" | "ether" | "reference" | "count" | "percent";
export type Errors = Partial<Record<Field, string>>;

const NOBODY = "0x0000000000000000000000000000000000000000";
const MAX_FEE_PERCENT = 1;

/** Reads a draft. @returns The action, or what is wrong in which field */
export function parseDraft(draft: Draft, t: Text): { intent?: Intent; errors: Errors } {
  const errors: Errors = {};
  const take = <Value>(field: Field, parsed: Parsed<Value>): Value | undefined => {
    if (parsed.error !== undefined) errors[field] = parsed.error;
    return parsed.value;
  };
  const account = () => take("account", parseAddress(draft.account, t)) ?? "";
  const amount = () => take("amount", parseAmount(draft.amount, t)) ?? 0n;
  const period = () => take("count", parseDuration(draft.count, draft.unit, 1, Number.MAX_SAFE_INTEGER, t)) ?? 0n;
  const { kind, asset } = draft;
  let intent: Intent;
  switch (kind) {
    case "pay":
      intent = {
        kind,
        asset,
        to: account(),
        amount: amount(),
        reference: take("reference", parseReference(draft.reference, t)),
      };
      break;
    case "mint":
      intent = { kind, to: account(), amount: amount() };
      break;
    case "budget": {
      const isSet = draft.change === "set";
      const limit = isSet ? { amount: amount(), period: period() } : { amount: 0n, period: 0n };
      intent = { kind, asset, steward: account(), ...limit };
      break;
    }
    case "cap":
      intent = {
        ...{ kind, asset, amount: draft.change === "set" ? amount() : 0n },
        period: draft.change === "remove" ? 0n : period(),
      };
      break;
    case "fee":
    case "loanFee":
      intent = { kind, feeBps: take("percent", parsePercent(draft.percent, MAX_FEE_PERCENT, 2, t)) ?? 0n };
      break;
    case "addLiquidity":
      intent = {
        ...{ kind, coins: amount(), within: period() },
        wei: take("ether", parseAmount(draft.ether, t)) ?? 0n,
      };
      break;
    case "removeLiquidity":
      intent = { kind, share: take("percent", parsePercent(draft.percent, 100, 0, t)) ?? 0n, within: period() };
      break;
    case "setting":
      intent = { kind, name: draft.setting, value: readSetting(draft, take, t) };
      break;
    case "text":
      intent = { kind };
  }
  return Object.keys(errors).length === 0 ? { intent, errors } : { errors };
}

type Take = <Value>(field: Field, parsed: Parsed<Value>) => Value | undefined;

function readSetting({ setting, count, unit, amount, percent, account }: Draft, take: Take, t: Text): bigint | string {
  const rule = SETTINGS[setting];
  switch (rule.is) {
    case "time":
      return take("count", parseDuration(count, unit, rule.min, rule.max, t)) ?? 0n;
    case "votes":
      return take("amount", parseAmount(amount, t)) ?? 0n;
    case "percent":
      return take("percent", parsePercent(percent, rule.max, 0, t)) ?? 0n;
    case "account":
      return account.trim() === "" ? NOBODY : (take("account", parseAddress(account, t)) ?? NOBODY);
  }
}

/** Reads a length of time within bounds, in seconds. */
export function parseDuration(count: string, unit: Unit, min: number, max: number, t: Text): Parsed<bigint> {
  const plain = count.trim().replace(",", ".");
  if (plain === "") return { error: t.common.required };
  if (!/^\d{1,9}(\.\d{1,4})?$/.test(plain)) return { error: t.propose.numberInvalid };
  const seconds = Math.round(Number(plain) * UNITS[unit]);
  return seconds < min || seconds > max
    ? { error: t.propose.timeBounds(min, max === Number.MAX_SAFE_INTEGER ? undefined : max) }
    : { value: BigInt(seconds) };
}

/** Reads a percentage with some decimals, as an integer: 0.25 with two decimals is 25. */
export function parsePercent(text: string, max: number, decimals: number, t: Text): Parsed<bigint> {
  const plain = text.trim().replace(/%$/, "").trim().replace(",", ".");
  if (plain === "") return { error: t.common.required };
  const [whole = "", fraction = ""] = plain.split(".");
  const isNumber = /^\d{1,3}(\.\d+)?$/.test(plain) && fraction.length <= decimals;
  if (!isNumber || Number(plain) > max) return { error: t.propose.percentBounds(max, decimals) };
  return { value: BigInt(whole + fraction.padEnd(decimals, "0")) };
}
