/** Forms of values in the answers of an indexer. */
import { getAddress, isAddress } from "ethers";
import * as z from "zod";

/** An amount in base units, or any integer of at least 0, as decimal digits. */
export const digits = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);

/** An integer, as a number, such as seconds since 1970. */
export const whole = z.int().nonnegative().transform(BigInt);

export const address = z
  .string()
  .refine((text) => isAddress(text))
  .transform(getAddress);

/** 32 bytes. */
export const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/);
