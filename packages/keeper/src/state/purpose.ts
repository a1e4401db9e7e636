import * as z from "zod";
import { DUTY_KINDS } from "../duties/duty.js";

const digits = z.string().regex(/^\d+$/);

/** What a transaction is for, as the journal has it. */
export const purposeSchema = z.object({
  duty: z.enum(DUTY_KINDS),
  /** Keys of the things that it does. */
  keys: z.array(z.string()).min(1),
  /** Whom it is for; null for the whole system. */
  for: z.string().nullable(),
  /** Base units of SCV in all; null when it moves none of its own. */
  amount: digits.nullable(),
  to: z.string(),
  data: z.string(),
  gasLimit: digits,
  /** The most wei that it was expected to cost. */
  reserved: digits,
  /** When it was sent, in seconds since 1970. Its fee counts for this day. */
  at: z.int().nonnegative(),
});

/** What a transaction of the keeper is for. */
export type Purpose = z.output<typeof purposeSchema>;
