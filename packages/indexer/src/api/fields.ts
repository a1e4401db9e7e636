/** Building blocks of parameters and answers. The error of each says what is expected. */
import { isAddress, parseUnits } from "ethers";
import { z } from "zod";

// Parameters

/** An address in any case, as the index stores it. */
export const addressParam = z
  .string()
  .refine(isAddress, { error: "an address: 0x and 40 hexadecimal digits, with a valid checksum if it has capitals" })
  .transform((value) => value.toLowerCase())
  .meta({ pattern: "^0x[0-9a-fA-F]{40}$" });

/** 32 bytes. */
export const hashParam = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, { error: "32 bytes: 0x and 64 hexadecimal digits" })
  .transform((value) => value.toLowerCase());

const SAFE_DIGITS = 15;

/** An integer of at least 0, for block numbers, seconds and ids. */
export const integerParam = z
  .string()
  .regex(new RegExp(`^\\d{1,${SAFE_DIGITS}}$`), { error: `an integer of at most ${SAFE_DIGITS} digits` })
  .transform(Number);

/** An amount in base units. */
export const amountParameter = z
  .string()
  .regex(/^\d{1,77}$/, { error: "an amount in base units: an integer of at most 77 digits" })
  .transform(BigInt);

/** Number of a proposal, a uint256. */
export const proposalIdParam = z.string().regex(/^(0|[1-9]\d{0,77})$/, { error: "the number of a proposal" });

const RATING_DECIMALS = 18;
const MAX_RATING = 100n * 10n ** BigInt(RATING_DECIMALS);

/** A rating from 0 to 100, as an integer with 18 decimals. */
export const ratingParam = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,18})?$/, { error: "a number from 0 to 100" })
  .transform((value) => parseUnits(value, RATING_DECIMALS))
  .refine((value) => value <= MAX_RATING, { error: "a number from 0 to 100" });

/** `true` or `false`. */
export const booleanParam = z
  .enum(["true", "false"], { error: "true or false" })
  .transform((value) => value === "true");

/** One of these words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(", ")}` });
}

/** A text of limited length without NUL, which no stored text has. */
export function textParam(length: number) {
  const error = `a text of 1 to ${length} characters without NUL`;
  return z
    .string()
    .min(1, { error })
    .max(length, { error })
    .refine((value) => !value.includes("\0"), { error });
}

/** The most rows of a page. */
export const MAX_LIMIT = 200;

const DEFAULT_LIMIT = 50;

/** Number of rows of a page. */
export const limitParam = z
  .string()
  .regex(/^\d{1,3}$/, { error: `an integer from 1 to ${MAX_LIMIT}` })
  .transform(Number)
  .refine((value) => value >= 1 && value <= MAX_LIMIT, { error: `an integer from 1 to ${MAX_LIMIT}` })
  .default(DEFAULT_LIMIT)
  .describe(`Rows of a page, 1 to ${MAX_LIMIT}. Default: ${DEFAULT_LIMIT}.`);

// Answers

/** An amount in base units, as decimal digits: JavaScript's numbers are not exact above 2^53. */
export const amount = z
  .string()
  .regex(/^\d+$/)
  .meta({ description: "Base units, decimal digits.", examples: ["1500000000000000000"] });

/** An address in checksum form. */
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .meta({ description: "Address in checksum form." });

export const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .meta({ description: "32 bytes." });

/** Any bytes. */
export const bytes = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/)
  .meta({ description: "Bytes as hexadecimal digits." });

export const time = z.int().min(0).meta({ description: "Seconds since 1970." });

export const integer = z.int();

export const count = z.int().min(0);

/** Where an event stands in the chain. */
export const position = {
  block: count.describe("Block of the event."),
  logIndex: count.describe("Number of the log in its block."),
  time,
  transactionHash: hash,
};
