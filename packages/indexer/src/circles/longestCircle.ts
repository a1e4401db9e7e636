/**
 * Accounts on the longest circle of payments that is recognized, by the statistics and by the matching of services. A
 * longer one costs its payers one more fee per account, and the index many times as much to find.
 *
 * The two treat a circle differently. The statistics cancel it: they measure a volume. The matching weighs a payer by
 * the share of its money that came around: it must not join a provider and a customer that use the same exchange, where
 * every coin is on some circle.
 */
export const LONGEST_CIRCLE = 5;
