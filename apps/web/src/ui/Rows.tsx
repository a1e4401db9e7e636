import { Table } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Fragment, useLayoutEffect, useRef, useState, type ReactNode } from "react";

/** Lists of so many rows are in the page as a whole. */
const FEW = 100;
/** Roughly the height of a row. A wrong guess only moves the scroll bar. */
const HEIGHT = 45;
const OVERSCAN = 15;

interface Props<Item> {
  items: readonly Item[];
  columns: number;
  keyOf: (item: Item) => string;
  children: (item: Item) => ReactNode;
}

/** Rows of a table. Of many, only those near the window are in the page, so that thousands stay fast. */
export function Rows<Item>({ items, columns, keyOf, children }: Props<Item>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const isLong = items.length > FEW;
  useLayoutEffect(() => {
    if (body.current !== null) setMargin(body.current.getBoundingClientRect().top + window.scrollY);
  }, [isLong]);
  const virtual = useWindowVirtualizer({
    count: isLong ? items.length : 0,
    estimateSize: () => HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: margin,
  });
  const near = virtual.getVirtualItems();
  const shown = isLong ? near.flatMap(({ index }) => items[index] ?? []) : items;
  const above = isLong ? (near[0]?.start ?? margin) - margin : 0;
  const below = isLong ? virtual.getTotalSize() - ((near.at(-1)?.end ?? margin) - margin) : 0;
  return (
    <Table.Tbody ref={body}>
      <Space height={above} columns={columns} />
      {shown.map((item) => (
        <Fragment key={keyOf(item)}>{children(item)}</Fragment>
      ))}
      <Space height={below} columns={columns} />
    </Table.Tbody>
  );
}

/** The room of the rows that are not in the page. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}
