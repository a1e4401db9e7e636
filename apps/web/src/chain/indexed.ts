import {
  createIndexerClient,
  type Answer,
  type IndexerClient,
  type InputOf,
  type ItemOf,
  type ListAnswer,
  type ListPath,
  type ValuePath,
} from "@servicecoin/indexer/client";
import { useInfiniteQuery, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { currentNetwork, useNetwork } from "../config/settings.ts";
import { seenBlock } from "../store/seen.ts";
import { networkIdOf } from "./networkId.ts";

const clients = new Map<string, IndexerClient>();

/** The client of the chosen network's indexer. */
export function indexer(url: string = currentNetwork().indexer): IndexerClient {
  const known = clients.get(url);
  if (known !== undefined) return known;
  // Looked up at each call: tests and extensions may replace it.
  const client = createIndexerClient(url, { fetch: (...args) => fetch(...args) });
  clients.set(url, client);
  return client;
}

/** Parameters that are left out are not sent. */
type Given<Input> = { [Name in keyof Input]: Input[Name] | undefined };

function inputFor<Path extends ValuePath | ListPath>(networkId: string, input: Given<InputOf<Path>>): InputOf<Path> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== "");
  const minBlock = seenBlock(networkId);
  return { ...Object.fromEntries(given), ...(minBlock !== undefined && { minBlock }) } as InputOf<Path>;
}

/** Big integers are no part of JSON, which keys are compared by. */
function keyOf(input: object): string {
  return JSON.stringify(input, (_name, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

interface ReadOptions {
  /** Default: true. */
  enabled?: boolean;
  /** Milliseconds after which it is read again though nothing happened. Default: that of all queries. */
  every?: number | undefined;
}

/** Reads one value from the indexer, and again when something happens on the chain. */
export function useIndexed<Path extends ValuePath>(
  path: Path,
  input: Given<InputOf<Path>>,
  { enabled = true, every }: ReadOptions = {},
): UseQueryResult<Answer<Path>> {
  const network = useNetwork();
  const networkId = networkIdOf(network);
  return useQuery({
    queryKey: [networkId, network.indexer, path, keyOf(input)],
    queryFn: ({ signal }) => indexer(network.indexer).get(path, inputFor<Path>(networkId, input), signal),
    enabled,
    ...(every !== undefined && { refetchInterval: every }),
  });
}

/** Rows of each page but the first. All pages are read again when something happens on the chain: few are best. */
const MORE = 200;

/** Pages of a list that are read again when something happens. Somebody deep in the past does not wait for the present. */
const MOST_FRESH_PAGES = 5;

/** Whether what a query has is to be read again when something happens on the chain. */
export function isKeptFresh(data: unknown): boolean {
  const { pages } = (data ?? {}) as { pages?: unknown };
  return !Array.isArray(pages) || pages.length <= MOST_FRESH_PAGES;
}

/** A list that grows page by page. */
export interface IndexedList<Item> {
  items: Item[];
  /** The first page is not there yet. */
  isLoading: boolean;
  error: Error | null;
  /** Reads again. */
  retry: () => void;
  hasMore: boolean;
  more: () => void;
  isLoadingMore: boolean;
}

/** Reads a list from the indexer, and again when something happens on the chain. */
export function useIndexedList<Path extends ListPath>(
  path: Path,
  input: Given<InputOf<Path>>,
  { enabled = true }: ReadOptions = {},
): IndexedList<ItemOf<Path>> {
  const network = useNetwork();
  const networkId = networkIdOf(network);
  const query = useInfiniteQuery({
    queryKey: [networkId, network.indexer, path, keyOf(input)],
    queryFn: ({ signal, pageParam: cursor }): Promise<ListAnswer<Path>> => {
      const page = cursor === undefined ? {} : { cursor, limit: MORE };
      return indexer(network.indexer).list(path, inputFor<Path>(networkId, { ...input, ...page }), signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled,
  });
  const pages = query.data?.pages;
  const items = useMemo(() => pages?.flatMap(({ data }) => data as unknown as ItemOf<Path>[]) ?? [], [pages]);
  return {
    items,
    isLoading: query.isPending && enabled,
    error: query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    isLoadingMore: query.isFetchingNextPage,
  };
}
