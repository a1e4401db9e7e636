import type { Snapshot } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import type { Cursor } from "../store/store.js";
import { learnRanking, type Ranking } from "./learned.js";

/** Indexes whose last ranking is kept. */
const KEPT = 4;

/** What was learned last, by what is indexed: the same blocks of the same system teach the same. */
const known = new Map<string, { hash: string; ranking: Promise<Ranking> }>();

/** What there is to learn as of a block. */
export async function learnedAt(db: Snapshot, dialect: Dialect, { hash, time }: Cursor): Promise<Ranking> {
  const meta = await db.selectFrom("meta").select("value").where("key", "=", "identity").executeTakeFirst();
  const identity = `${dialect} ${meta?.value}`;
  const found = known.get(identity);
  if (found?.hash === hash) return found.ranking;
  const ranking = learnRanking(db, dialect, time);
  known.delete(identity);
  known.set(identity, { hash, ranking });
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  // What failed is tried again.
  ranking.catch(() => known.delete(identity));
  return ranking;
}
