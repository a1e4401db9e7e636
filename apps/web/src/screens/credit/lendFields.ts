import type { LoanToOffer } from "../../flows/loanToOffer.ts";
import type { Text } from "../../i18n/text.ts";
import { inScv, percent } from "../../ui/format.ts";
import { parseAddress, parseAmount, parseWhole, type Parsed } from "../../ui/parse.ts";

const DAY = 86_400n;
const BPS_OF_PERCENT = 100;
const MOST_BPS = 10_000;

// Limits of the contract; `limits` of the SDK would load more than the form needs.
const MOST_DAYS = 1_825;
const MOST_GRACE_DAYS = 90;
const MOST_CHARGE_BPS = 3_000n;
const MOST_ORDERS = 16;
/** More do not fit on a screen. */
const MOST_INSTALMENTS = 60;

/** What a lender types. */
export interface LendDraft {
  borrower: string;
  amount: string;
  charge: string;
  yearly: string;
  lateYearly: string;
  days: string;
  instalments: string;
  period: string;
  grace: string;
  collateral: string;
  income: string;
  orders: string;
  pull: boolean;
}

export type LendField = Exclude<keyof LendDraft, "pull">;

/** Whether there is a due date; without one, only orders repay the loan. */
export function isDueIn({ days }: Pick<LendDraft, "days">): boolean {
  return days.trim() !== "";
}

/** Reads what a lender typed. @returns The terms, or what is wrong in which field */
export function parseLending(
  draft: LendDraft,
  t: Text,
): { terms?: LoanToOffer; errors: Partial<Record<LendField, string>> } {
  const { credit } = t;
  const errors: Partial<Record<LendField, string>> = {};
  const take = <Value>(field: LendField, { value, error }: Parsed<Value>, otherwise: Value): Value => {
    if (error !== undefined) errors[field] = error;
    return value ?? otherwise;
  };
  const zeroOr = (field: "charge" | "collateral") => {
    const parsed = parseAmount(draft[field], t);
    const isNothing = draft[field].trim() === "" || parsed.error === t.common.amountZero;
    return isNothing ? 0n : take(field, parsed, 0n);
  };
  const addressOr = (field: "borrower" | "income") =>
    draft[field].trim() === "" ? undefined : take<string | undefined>(field, parseAddress(draft[field], t), undefined);
  const whole = (field: LendField, least: number, most: number, error: string) => {
    const value = parseWhole(draft[field], least, most);
    return take(field, value === undefined ? { error } : { value }, least);
  };
  const yearly = (field: "yearly" | "lateYearly") => {
    const value = parseYearly(draft[field]);
    return take(field, value === undefined ? { error: credit.yearlyInvalid } : { value }, 0n);
  };

  const amount = take("amount", parseAmount(draft.amount, t), 0n);
  const charge = zeroOr("charge");
  const mostCharge = (amount * MOST_CHARGE_BPS) / BigInt(MOST_BPS);
  if (errors.amount === undefined && charge > mostCharge) errors.charge = credit.chargeTooHigh(inScv(mostCharge));
  const yearlyBps = yearly("yearly");
  const ids = parseIds(draft.orders);
  const orders = take("orders", ids === undefined ? { error: credit.ordersInvalid } : { value: ids }, []);
  if (orders.length > MOST_ORDERS) errors.orders = credit.ordersTooMany(orders.length);
  const common = { borrower: addressOr("borrower"), amount, charge, yearlyBps, orders };
  const isWrong = () => Object.keys(errors).length > 0;

  if (!isDueIn(draft)) {
    if (ids?.length === 0) errors.orders = credit.ordersMissing;
    const open = {
      ...{ dueWithin: undefined, lateYearlyBps: undefined, incomeAccount: undefined },
      ...{ instalments: 0n, period: 0n, grace: 0n, collateral: 0n, pull: false },
    };
    return isWrong() ? { errors } : { terms: { ...common, ...open }, errors };
  }

  const lateYearlyBps = draft.lateYearly.trim() === "" ? undefined : yearly("lateYearly");
  if (errors.lateYearly === undefined && lateYearlyBps !== undefined && lateYearlyBps < yearlyBps) {
    errors.lateYearly = credit.lateYearlyTooLow(percent(yearlyBps));
  }
  const days = whole("days", 1, MOST_DAYS, credit.dueInvalid);
  const instalments = whole("instalments", 1, MOST_INSTALMENTS, credit.instalmentsInvalid);
  const period = instalments === 1 ? 0 : whole("period", 1, MOST_DAYS, credit.periodInvalid);
  const last = days + period * (instalments - 1);
  if (errors.period === undefined && last > MOST_DAYS) errors.period = credit.termTooLong(last);
  const terms = {
    ...{ ...common, lateYearlyBps, collateral: zeroOr("collateral"), incomeAccount: addressOr("income") },
    ...{ dueWithin: BigInt(days) * DAY, instalments: BigInt(instalments), period: BigInt(period) * DAY },
    ...{ grace: BigInt(whole("grace", 0, MOST_GRACE_DAYS, credit.graceInvalid)) * DAY, pull: draft.pull },
  };
  return isWrong() ? { errors } : { terms, errors };
}

/** Parses a yearly rate in percent into basis points; undefined if it is not a rate of at most 100 %. */
export function parseYearly(text: string): bigint | undefined {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return 0n;
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return undefined;
  const bps = Math.round(Number(plain) * BPS_OF_PERCENT);
  return bps <= MOST_BPS ? BigInt(bps) : undefined;
}

/** Parses order ids separated by spaces, commas or line breaks; undefined if one of them is malformed. */
export function parseIds(text: string): string[] | undefined {
  const ids = text.split(/[\s,]+/).filter((one) => one !== "");
  return ids.every((id) => /^0x[0-9a-fA-F]{64}$/.test(id)) ? ids.map((id) => id.toLowerCase()) : undefined;
}
