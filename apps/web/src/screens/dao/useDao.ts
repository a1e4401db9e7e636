import { useIndexed, useIndexedList } from "../../chain/indexed.ts";

/** Settings of the DAO, by the names of the contract. */
export type DaoSettings = Readonly<Partial<Record<string, string>>>;

const MOST = 200;

/** The settings of the DAO. */
export function useDaoSettings() {
  const list = useIndexedList("/settings", { contract: "ServiceDAO", limit: MOST });
  const settings: DaoSettings = Object.fromEntries(list.items.map(({ name, value }) => [name, value]));
  return { list, settings };
}

/** Voting power that an account has on a proposal: that of the second in which its voting opened. */
export function useSnapshotPower(account: string | undefined, opensAt: number) {
  const input = { address: account ?? "", until: opensAt, limit: 1 };
  const list = useIndexedList("/voters/{address}/power", input, { enabled: account !== undefined });
  const isKnown = account !== undefined && !list.isLoading && list.error === null;
  return { power: isKnown ? BigInt(list.items[0]?.votes ?? "0") : undefined, error: list.error, retry: list.retry };
}

/** The account's vote on a proposal, if it has cast one. */
export function useMyVote(account: string | undefined, id: string) {
  const input = { id, voter: account ?? "", limit: 1 };
  const list = useIndexedList("/proposals/{id}/votes", input, { enabled: account !== undefined });
  return { vote: list.items[0], isLoading: list.isLoading, error: list.error, retry: list.retry };
}

/** The last votes of an account, by the numbers of the proposals. */
export function useMyVotes(account: string | undefined) {
  const input = { address: account ?? "", limit: MOST };
  const { items, isLoading } = useIndexedList("/voters/{address}/votes", input, { enabled: account !== undefined });
  return { isLoading, votes: new Map(items.map((vote) => [vote.proposalId, vote])) };
}

/** What is locked in all, and the quorum of a proposal whose voting opened now. */
export function useVoting() {
  return useIndexed("/voting", {}).data?.data;
}
