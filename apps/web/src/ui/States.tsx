import { Alert, Button, Skeleton } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import type { IndexedList } from "../chain/indexed.ts";
import { errorSentence } from "./errorSentence.ts";
import { useText } from "../i18n/text.ts";
import styles from "./States.module.css";

/** Nothing is there yet, and what to do about it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles["empty"]}>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Something could not be read. */
export function Problem({ error, retry }: { error: Error; retry?: () => void }) {
  const t = useText();
  const { common } = t;
  return (
    <Alert color="red" variant="light" title={common.readFailed} role="alert">
      <p className={styles["sentence"]}>{errorSentence(error, t)}</p>
      {retry !== undefined && (
        <Button size="xs" variant="default" onClick={retry}>
          {common.retry}
        </Button>
      )}
    </Alert>
  );
}

/** Lines in the place of what is loaded. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const { common } = useText();
  return (
    <div role="status" aria-label={common.loading} className={styles["loading"]}>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} />
      ))}
    </div>
  );
}

interface ListProps<Item> {
  list: IndexedList<Item>;
  /** Shown when the list has no row. */
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
}

/** A list in each of its states: loading, failed, empty, and with rows, page by page. */
export function ListOf<Item>({ list, empty, children }: ListProps<Item>) {
  const { common } = useText();
  const { items, error, hasMore, isLoadingMore, more } = list;
  // A page may have no row that fits, and the next one may.
  const isSearching = items.length === 0 && error === null && hasMore;
  useEffect(() => {
    if (isSearching && !isLoadingMore) more();
  });
  if (items.length === 0) {
    if (error !== null) return <Problem error={error} retry={list.retry} />;
    return list.isLoading || isSearching ? <Loading /> : empty;
  }
  return (
    <>
      {children(items)}
      {hasMore && (
        <div className={styles["more"]}>
          <Button variant="default" loading={isLoadingMore} onClick={more}>
            {common.more}
          </Button>
        </div>
      )}
    </>
  );
}

interface ValueProps<Data> {
  query: { data: { data: Data } | undefined; error: Error | null; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}

/** A value in each of its states. */
export function ValueOf<Data>({ query, children }: ValueProps<Data>) {
  if (query.data !== undefined) return children(query.data.data);
  return query.error === null ? <Loading /> : <Problem error={query.error} retry={() => void query.refetch()} />;
}
