/** Limits of the contract `Credit`; a test compares them with it. */

/** Highest interest per second, in units of 10^-18: 100 % in 365 days. */
export const MAX_RATE = 31_709_791_983n;

/** Highest fixed charge, in basis points of the principal. */
export const MAX_CHARGE_BPS = 3_000n;

/** Longest grace period in seconds. */
export const MAX_GRACE = 90n * 86_400n;

/** Longest time from taking a loan to its last due date, in seconds. */
export const MAX_TERM = 5n * 365n * 86_400n;

/** Seconds after the last due date in which a loan can be collected. */
export const COLLECTION_PERIOD = 2n * 365n * 86_400n;

/** Most orders that can be pledged to one loan. */
export const MAX_ORDERS = 16;
