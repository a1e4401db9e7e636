import { Alert, Button, Loader, Skeleton } from "@mantine/core";
import { useEffect, useMemo, type ReactNode } from "react";
import type { IndexedList } from "../chain/indexed.ts";
import { errorSentence } from "./errorSentence.ts";
import { useText } from "../i18n/text.ts";
import { useListWindow } from "./listWindow.ts";
import styles from "./States.module.css";
import { Steady } from "./Steady.tsx";

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

/**
 * A list in each of its states: loading, failed, empty, and with rows, page by page. A long list leaves out the rows
 * before those that were asked for last, and gets them back.
 */
export function ListOf<Item>({ list, empty, children }: ListProps<Item>) {
  const { common } = useText();
  const { items, error, hasMore, isLoadingMore, more } = list;
  const { start, end, hasNext, isGrowing, ...show } = useListWindow(items.length);
  const shown = useMemo(() => items.slice(start, end), [items, start, end]);
  // A page may have no row that fits, and the next one may.
  const isSearching = items.length === 0 && error === null && hasMore;
  useEffect(() => {
    if (isSearching && !isLoadingMore) more();
  });
  if (items.length === 0) {
    if (error !== null) return <Problem error={error} retry={list.retry} />;
    return list.isLoading || isSearching ? <Loading /> : empty;
  }
  const goOn = () => {
    if (hasNext) show.showNext();
    else if (hasMore && !isLoadingMore) {
      show.showLast();
      more();
    }
  };
  return (
    <Steady start={start}>
      {start > 0 && (
        <div className={styles["previous"]}>
          <Button variant="default" onClick={show.showPrevious}>
            {common.previous}
          </Button>
          <span role="status">{common.shown(start + 1, end)}</span>
        </div>
      )}
      {children(shown)}
      {(hasMore || hasNext || isGrowing) && (
        <div className={styles["more"]}>
          {/* Not disabled while it loads, which would take the focus away. */}
          <Button
            variant="default"
            aria-busy={isLoadingMore}
            rightSection={isLoadingMore && <Loader size="xs" />}
            onClick={goOn}
          >
            {common.more}
          </Button>
        </div>
      )}
    </Steady>
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
