import { getAddress, isAddress, parseUnits } from "ethers";
import * as z from "zod";

const ETHER_DECIMALS = 18;

/** An address of a settings file, with its checksum. */
export const address = z
  .string({ error: "an address" })
  .refine(isAddress, { error: "an address: 0x and 40 hexadecimal digits, with a valid checksum if it has capitals" })
  .transform(getAddress);

/** Ether, in wei. */
export const etherAmount = decimal(ETHER_DECIMALS, "ether");

/** A decimal number as text, or as a number where that is exact. @returns It in units of its last decimal. */
export function decimal(decimals: number, unit: string) {
  const error = `${unit} as a decimal number, such as "0.5", with at most ${decimals} decimals`;
  return z
    .union([z.string(), z.number()], { error })
    .transform(String)
    .refine((text) => new RegExp(`^\\d{1,30}(\\.\\d{1,${decimals}})?$`).test(text), { error })
    .transform((text) => parseUnits(text, decimals));
}

/** A whole number within bounds. */
export function whole(least: number, most: number, unit: string) {
  const error = `${unit}: a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/** A strict object: a field that it does not know is refused by name. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: "an object" });
}
