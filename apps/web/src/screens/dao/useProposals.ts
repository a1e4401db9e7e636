import { useIndexedList, type IndexedList } from "../../chain/indexed.ts";
import { useNow } from "../../ui/clock.ts";
import { distinct, isOngoing, stateAt, type Proposal, type ProposalState } from "./proposals.ts";

const MOST = 100;

/** Proposals to which something can still happen, however many newer ones there are. */
export function useOngoing(): { list: IndexedList<Proposal>; ended: Proposal[] } {
  const now = useNow();
  const lists = [
    useIndexedList("/proposals", { state: "active", limit: MOST }),
    useIndexedList("/proposals", { state: "pending", limit: MOST }),
    useIndexedList("/proposals", { state: "queued", limit: MOST }),
    useIndexedList("/proposals", { state: "succeeded", limit: MOST }),
  ];
  const all = distinct(lists.flatMap(({ items }) => items));
  const withMore = lists.filter(({ hasMore }) => hasMore);
  return {
    list: {
      items: all.filter((one) => isOngoing(stateAt(one, now))),
      isLoading: lists.some(({ isLoading }) => isLoading),
      error: lists.find(({ error }) => error !== null)?.error ?? null,
      retry: () => {
        for (const { retry } of lists) retry();
      },
      hasMore: withMore.length > 0,
      more: () => {
        for (const { more } of withMore) more();
      },
      isLoadingMore: lists.some(({ isLoadingMore }) => isLoadingMore),
    },
    // Over since the last block: the index has them still as open.
    ended: all.filter((one) => !isOngoing(stateAt(one, now))),
  };
}

/** Proposals that are over, the newest first. */
export function useEnded(state: ProposalState | undefined, ended: readonly Proposal[]): IndexedList<Proposal> {
  const now = useNow();
  const list = useIndexedList("/proposals", { state });
  const items = distinct([...ended, ...list.items]).filter((one) => {
    const current = stateAt(one, now);
    return state === undefined ? !isOngoing(current) : current === state;
  });
  return { ...list, items };
}
