import { AMOUNT_TOO_SMALL, PAYEE_NOT_SERVED } from "../reasons.js";
import type { Payment } from "../settlement/payment.js";

/** For whom the facilitator pays the gas. */
export interface Limits {
  /** Only for payments to these accounts; to all when undefined. */
  payees?: readonly string[] | undefined;
  /** Only for payments of this amount at least, in base units. */
  minAmount?: bigint | undefined;
}

/** Why the facilitator does not pay for a payment, if so. */
export function limitOf({ to, value }: Payment, { payees, minAmount = 0n }: Limits): string | undefined {
  if (payees?.every((payee) => payee.toLowerCase() !== to.toLowerCase())) return PAYEE_NOT_SERVED;
  return value < minAmount ? AMOUNT_TOO_SMALL : undefined;
}
