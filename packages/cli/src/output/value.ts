import { formatEther, Indexed, isHexString, MaxUint256 } from "ethers";
import { formatReference, formatScv } from "@servicecoin/sdk";
import { formatDuration } from "../parse/time.js";
import { harmless } from "./harmless.js";

const LAST_SECOND = 253_402_300_799n;
const LONGEST = 160;

/** The largest number stands for an allowance that never runs out. */
export function scv(amount: bigint): string {
  return amount === MaxUint256 ? "unlimited" : `${formatScv(amount)} SCV`;
}

/** Wei as the coin of the chain. */
export function ether(amount: bigint): string {
  return `${formatEther(amount).replace(/\.0$/, "")} ETH`;
}

/** Seconds since 1970; 0 and what no calendar reaches is "never". */
export function time(seconds: bigint): string {
  if (seconds === 0n || seconds > LAST_SECOND) return "never";
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

export function duration(seconds: bigint): string {
  return formatDuration(seconds);
}

/** Basis points. */
export function percent(points: bigint): string {
  return `${Number(points) / 100} %`;
}

export function grouped(number: number | bigint): string {
  return number.toLocaleString("en-US");
}

/** A text that a stranger wrote: it cannot move the cursor or color the terminal, and does not flood it. */
export function text(value: string): string {
  const line = harmless(value);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}... (${grouped(value.length)} characters)` : line;
}

/** Anything as well as its type alone tells. */
export function anything(value: unknown): string {
  if (typeof value === "string") return isHexString(value, 32) ? formatReference(value) : text(value);
  if (value instanceof Indexed) return value.hash ?? "";
  if (Array.isArray(value)) return (value as readonly unknown[]).map(anything).join(", ") || "none";
  return String(value);
}
