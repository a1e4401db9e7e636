import { formatUnits } from "ethers/utils";
import type { Text } from "../i18n/text.ts";

const DECIMALS = 18;
/** Decimals that are shown; the rest is in the title. */
const SHOWN = 4;

/** An amount without rounding, with groups of three digits: "1 234.5". */
export function exactAmount(amount: bigint): string {
  const [whole = "0", fraction = "0"] = formatUnits(amount, DECIMALS).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return fraction === "0" ? grouped : `${grouped}.${fraction}`;
}

/**
 * An amount to read: not all decimals, never rounded up; "<0.0001" for what would round to zero.
 * @param shown The most decimals. Default: 4.
 */
export function shortAmount(amount: bigint, shown = SHOWN): string {
  const negative = amount < 0n ? "−" : "";
  const exact = exactAmount(amount < 0n ? -amount : amount);
  const [whole = "0", fraction] = exact.split(".");
  if (fraction === undefined || fraction.length <= shown) return negative + exact;
  const cut = fraction.slice(0, shown).replace(/0+$/, "");
  if (cut !== "") return `${negative}${whole}.${cut}`;
  return whole === "0" ? `${negative}<0.${"0".repeat(shown - 1)}1` : negative + whole;
}

/** An amount of SCV within a sentence, without rounding. */
export function inScv(amount: bigint): string {
  return `${exactAmount(amount)}\u00a0SCV`;
}

/** "0x1234…abcd". */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** "0x12345678…" */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 10)}…`;
}

/** Basis points as percent: 100 is "1 %". */
export function percent(bps: number | bigint): string {
  return `${Number(bps) / 100} %`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time, in its largest unit. */
export function duration(seconds: number, { common }: Text): string {
  const length = Math.abs(seconds);
  if (length < 2 * MINUTE) return common.seconds(Math.round(length));
  if (length < 2 * HOUR) return common.minutes(Math.round(length / MINUTE));
  if (length < 2 * DAY) return common.hours(Math.round(length / HOUR));
  return common.days(Math.round(length / DAY));
}

/** The end of the year 9999: what is later is meant to be never. */
const LAST_SECOND = 253_402_300_799n;

/** A time within a sentence, in the time zone of the user. @param seconds Since 1970 */
export function timeOf(seconds: bigint, { common, errors }: Text): string {
  if (seconds > LAST_SECOND) return common.never;
  return new Date(Number(seconds) * 1_000).toLocaleString(errors.locale, { dateStyle: "medium", timeStyle: "short" });
}

/** Characters that nobody sees, or that turn the text around: Unicode's control, format and bidirectional ones. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

// To create one takes longer than to split a text.
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Splits a text of a stranger into what is seen and what is hidden. A joiner within an emoji stays. */
export function partsOf(text: string): { text: string; isHidden: boolean }[] {
  const parts: { text: string; isHidden: boolean }[] = [];
  for (const { segment } of GRAPHEMES.segment(text)) {
    const isEmoji = /\p{Extended_Pictographic}/u.test(segment);
    const isHidden = segment !== "\n" && !isEmoji && HIDDEN.test(segment);
    const last = parts.at(-1);
    if (last !== undefined && last.isHidden === isHidden && !isHidden) last.text += segment;
    else parts.push({ text: segment, isHidden });
  }
  return parts;
}
