import { formatEther, Indexed, isHexString, MaxUint256 } from "ethers";
import { formatReference, formatScv } from "@servicecoin/sdk";
import { formatDuration } from "../parse/time.js";
import { harmless } from "./harmless.js";

const LAST_SECOND = 253_402_300_799n;
const LONGEST = 160;

/** Formats base units as SCV. The maximum is an unlimited allowance. */
export function scv(amount: bigint): string {
  return amount === MaxUint256 ? "unlimited" : `${formatScv(amount)} SCV`;
}

/** Formats wei as ETH. */
export function ether(amount: bigint): string {
  return `${formatEther(amount).replace(/\.0$/, "")} ETH`;
}

/** Formats wei as ETH with at most 8 decimals, for people. */
export function shortEther(amount: bigint): string {
  const unit = 10n ** 10n;
  if (amount > 0n && amount < unit) return "less than 0.00000001 ETH";
  return ether((amount / unit) * unit);
}

/** Formats seconds since 1970. 0, and what is beyond the year 9999, is "never". */
export function time(seconds: bigint): string {
  if (seconds === 0n || seconds > LAST_SECOND) return "never";
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** Formats a duration in seconds. */
export function duration(seconds: bigint): string {
  return formatDuration(seconds);
}

/** Formats basis points as a percentage. */
export function percent(points: bigint): string {
  return `${Number(points) / 100} %`;
}

/** Formats a number with thousands separators. */
export function grouped(number: number | bigint): string {
  return number.toLocaleString("en-US");
}

/** Formats an untrusted text: without control characters, and cut to a limit. */
export function text(value: string): string {
  const line = harmless(value);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}... (${grouped(value.length)} characters)` : line;
}

/** Formats a value by its type alone. */
export function anything(value: unknown): string {
  if (typeof value === "string") return isHexString(value, 32) ? formatReference(value) : text(value);
  if (value instanceof Indexed) return value.hash ?? "";
  if (Array.isArray(value)) return (value as readonly unknown[]).map(anything).join(", ") || "none";
  return String(value);
}

/** A count with its noun. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}
