/** Lengths that the forms of a deal offer, in days. */
export const DELIVERY_DAYS = [1, 3, 7, 14, 30];
export const REVIEW_DAYS = [1, 3, 7, 14];
export const STREAM_DAYS = [1, 7, 30, 90, 365];
export const PERIOD_DAYS = [1, 7, 30, 90, 365];

export const DAY = 86_400n;
