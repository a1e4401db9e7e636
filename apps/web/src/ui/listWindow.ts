import { useDeferredValue, useState } from "react";

/** The most rows of a list in the page: time and memory of a browser grow with them, however few of them are seen. */
const MOST = 300;
/** Rows are left out in whole lines of cards, which are up to six side by side. */
const LINES = 60;
/** Rows that come back at once. */
const STEP = 3 * LINES;

/** Positions of the rows in the page: the first one, and the one after the last. */
export interface ListWindow {
  start: number;
  end: number;
}

/** The last rows up to an end, as many as the page may have. */
export function windowTo(end: number): ListWindow {
  return { start: Math.max(0, Math.ceil((end - MOST) / LINES) * LINES), end };
}

/** The rows after those of a window. */
export function nextWindow({ end }: ListWindow, count: number): ListWindow {
  return windowTo(Math.min(end + STEP, count));
}

/** The rows before those of a window, with as many of its own as there is room for. */
export function previousWindow({ start }: ListWindow): ListWindow {
  return windowTo(Math.max(0, start - STEP) + MOST);
}

interface Shown extends ListWindow {
  /** Whether rows that are loaded come after these, and were not asked for yet. */
  hasNext: boolean;
  /** Whether more rows are being rendered. */
  isGrowing: boolean;
  showNext: () => void;
  showPrevious: () => void;
  /** Shows what is loaded last, also of what is still to come. */
  showLast: () => void;
}

/** Which rows of a growing list are in the page: the last ones, until the user asks for those before. */
export function useListWindow(count: number): Shown {
  const [wanted, setWanted] = useState(Infinity);
  const end = Math.min(wanted, count);
  // New rows are rendered in slices, between which the page can scroll and type. The first ones are not waited for.
  const deferred = useDeferredValue(end);
  const current = windowTo(deferred === 0 ? end : Math.min(deferred, count));
  return {
    ...current,
    hasNext: end < count,
    isGrowing: current.end < end,
    showNext: () => {
      setWanted(nextWindow(current, count).end);
    },
    showPrevious: () => {
      setWanted(previousWindow(current).end);
    },
    showLast: () => {
      setWanted(Infinity);
    },
  };
}
