import { getAddress, isAddress } from "ethers/address";
import { parseUnits } from "ethers/utils";
import type { Text } from "../i18n/text.ts";

/** A value, or why the text cannot be read. */
export type Parsed<Value> = { value: Value; error?: undefined } | { value?: undefined; error: string };

/** Parses an amount of SCV into base units. Accepts a comma as the decimal point, and spaces between digits. */
export function parseAmount(text: string, { common }: Text): Parsed<bigint> {
  // Three digits after a comma may be thousands, unless nothing but a zero is before it.
  const plain = text
    .replaceAll(/[\s\u202f\u00a0]/g, "")
    .replace(/^(\d*),(\d{1,2}|\d{4,})$/, "$1.$2")
    .replace(/^(0?),(\d{3})$/, "$1.$2");
  if (plain === "") return { error: common.required };
  if (!/^(\d+\.?\d*|\.\d+)$/.test(plain)) return { error: common.amountInvalid };
  try {
    const value = parseUnits(plain, 18);
    return value === 0n ? { error: common.amountZero } : { value };
  } catch {
    return { error: common.amountInvalid };
  }
}

/** Parses an address; in one case only, or with a checksum that fits (ERC-55). */
export function parseAddress(text: string, { common }: Text): Parsed<string> {
  const plain = text.trim();
  if (plain === "") return { error: common.required };
  if (!/^0x[0-9a-fA-F]{40}$/.test(plain)) return { error: common.addressInvalid };
  return isAddress(plain) ? { value: getAddress(plain) } : { error: common.addressChecksum };
}

/** Parses a whole number within limits; undefined when the text is anything else. */
export function parseWhole(text: string, least: number, most: number): number | undefined {
  const plain = text.trim();
  const value = Number(plain);
  return /^\d{1,15}$/.test(plain) && value >= least && value <= most ? value : undefined;
}
