import { formatEther, getAddress, isAddress, parseUnits } from "ethers";
import * as z from "zod";
import { DECIMALS, formatScv } from "@servicecoin/sdk";

/** SCV as a decimal text, in base units. */
export const scvAmount = decimal(DECIMALS, "SCV");
/** Ether as a decimal text, in wei. */
export const etherAmount = decimal(18, "ether");

export const address = z
  .string({ error: "an address" })
  .refine(isAddress, { error: "an address: 0x and 40 hexadecimal digits, with a valid checksum if it has capitals" })
  .transform(getAddress);

/** A whole number within bounds. */
export function whole(least: number, most: number, unit: string) {
  const error = `${unit}: a whole number from ${least} to ${most}`;
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/** A strict object. Others fields are refused by name. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: "an object" });
}

export const scv = (amount: bigint): string => `${formatScv(amount)} SCV`;
export const ether = (amount: bigint): string => `${formatEther(amount)} ether`;

function decimal(decimals: number, unit: string) {
  const error = `${unit} as a decimal number in quotes, such as "0.5", with at most ${decimals} decimals`;
  return z
    .string({ error })
    .regex(new RegExp(`^\\d{1,30}(\\.\\d{1,${decimals}})?$`), { error })
    .transform((text) => parseUnits(text, decimals));
}
