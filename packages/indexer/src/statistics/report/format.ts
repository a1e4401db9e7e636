import { formatScv } from "@servicecoin/sdk";

/** Decimals of an amount that are shown. The CSV has all. */
const DECIMALS = 4;

/** The amount in SCV for people: rounded down, with thousands apart. */
export function scv(baseUnits: string | bigint, decimals = DECIMALS): string {
  const value = BigInt(baseUnits);
  const [whole = "0", fraction = ""] = formatScv(value < 0n ? -value : value).split(".");
  const shown = fraction.slice(0, decimals).replace(/0+$/, "");
  if (value !== 0n && whole === "0" && shown === "") {
    const least = `0.${"1".padStart(decimals, "0")}`;
    return value < 0n ? `> -${least}` : `< ${least}`;
  }
  return `${value < 0n ? "-" : ""}${thousands(whole)}${shown === "" ? "" : `.${shown}`}`;
}

export function number(value: number): string {
  return thousands(String(value));
}

function thousands(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** A share in percent; a dash where there is no whole. */
export function percent(bps: number | null): string {
  if (bps === null) return "-";
  const hundredths = String(bps % 100).padStart(2, "0");
  return `${thousands(String(Math.floor(bps / 100)))}.${hundredths} %`;
}

/** A duration in its two largest units; a dash where there is none. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "-";
  const units: [number, string][] = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const parts: string[] = [];
  let left = seconds;
  for (const [size, name] of units) {
    const count = Math.floor(left / size);
    left %= size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${name}`);
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

/** `2026-11-29 08:30:00 UTC` */
export function moment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** From ten times on, percents say less than the factor. */
const FAR = 90_000n;

/** By how much a figure changed from the day before. */
export function sinceDayBefore(now: bigint, before: bigint): string {
  if (now === before) return "as on the day before";
  if (before === 0n) return "none on the day before";
  const bps = ((now - before) * 10_000n) / before;
  if (bps >= FAR) return `${thousands(String(now / before))} times the day before`;
  return `${bps < 0n ? "-" : "+"}${percent(Number(bps < 0n ? -bps : bps))} from the day before`;
}

/** Control characters, line breaks, and marks that change the direction of a text. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const MAX_NAME = 60;

/** A name that a stranger chose, as one line that cannot change what is around it. */
export function safeName(name: string): string {
  const characters = Array.from(name.replaceAll(UNSAFE, "\uFFFD"));
  return characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME - 1).join("")}…` : characters.join("");
}
