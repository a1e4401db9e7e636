import { DUTIES } from "../duties/index.js";
import type { AnyDuty, Due, DutyKind, Sources } from "../duties/duty.js";
import { allows, type Policy } from "../policy/policy.js";
import type { Patience } from "../state/patience.js";

/** Due things of one duty that fit into one transaction. */
export interface Work {
  /** Kind and group. Both keepers of a pair have the same. */
  key: string;
  duty: AnyDuty;
  dues: readonly Due<unknown>[];
}

/** What is due by the index. */
export interface Found {
  works: Work[];
  /** Number of due things that the policy covers, by kind. */
  due: ReadonlyMap<DutyKind, number>;
  /** Number of those that are left to others for now. */
  waiting: number;
}

/**
 * Lists what is due and covered by the policy, in pieces of work.
 * @param now Time of the next block, in seconds since 1970.
 * @param skip Things to leave out for now.
 */
export async function findWork(
  sources: Sources,
  policy: Policy,
  patience: Patience,
  now: bigint,
  skip: (key: string) => boolean,
): Promise<Found> {
  const due = new Map<DutyKind, number>();
  const works: Work[] = [];
  let waiting = 0;
  for (const kind of policy.duties) {
    const duty = DUTIES[kind];
    const covered = (await duty.find(sources, now)).filter((one) => allows(policy, one));
    due.set(kind, covered.length);
    const ripe = patience.ripe(kind, covered, policy.wait * 1_000, Date.now());
    waiting += covered.length - ripe.length;
    works.push(
      ...worksOf(
        duty,
        ripe.filter(({ key }) => !skip(key)),
      ),
    );
  }
  return { works, due, waiting };
}

function worksOf(duty: AnyDuty, dues: readonly Due<unknown>[]): Work[] {
  const groups = Map.groupBy(dues, ({ group }) => group);
  return [...groups].flatMap(([group, members]) => {
    const sorted = members.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const count = Math.ceil(sorted.length / duty.most);
    return Array.from({ length: count }, (_, part) => ({
      key: `${group} ${part}`,
      duty,
      dues: sorted.slice(part * duty.most, (part + 1) * duty.most),
    }));
  });
}
