import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import { turnoverOf } from "./rows.js";
import { SHORTLIST } from "./weights.js";

/** What decides whether a service is looked at more closely. */
export interface Shortlisted {
  id: number;
  wallet: string;
  registeredAt: number;
  /** What the rated deals had paid. */
  ratedPaid: bigint;
}

/**
 * Of very many services, those whose records are read: the ones with most money behind their ratings, those that earned
 * most, and the newest, so that a newcomer is seen as well. Records that were made up fill a list only at the cost of
 * more money than all honest services took.
 */
export async function shortlist<Service extends Shortlisted>(
  db: Snapshot,
  dialect: Dialect,
  services: readonly Service[],
): Promise<Service[]> {
  const { rated, earned, newest } = SHORTLIST;
  if (services.length <= rated + earned + newest) return [...services];
  const turnover = await turnoverOf(db, dialect, [...new Set(services.map(({ wallet }) => wallet))]);
  const earnedBy = ({ wallet }: Service): bigint => turnover.get(wallet)?.earned ?? 0n;
  const chosen = new Set<Service>();
  const choose = (count: number, isBefore: (a: Service, b: Service) => boolean): void => {
    const sorted = [...services].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : a.id - b.id));
    const wanted = chosen.size + count;
    for (const service of sorted) if (chosen.size < wanted) chosen.add(service);
  };
  choose(rated, (a, b) => a.ratedPaid > b.ratedPaid);
  choose(earned, (a, b) => earnedBy(a) > earnedBy(b));
  choose(newest, (a, b) => a.registeredAt > b.registeredAt);
  return services.filter((service) => chosen.has(service));
}
