import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { currentLanguage, useText } from "../i18n/text.ts";
import styles from "./Chart.module.css";
import { chartRange, nameDates } from "./chartScale.ts";

interface Props {
  /** What it shows, for those who do not see it. */
  label: string;
  /** Beginnings of the periods, in seconds since 1970, the oldest first. */
  times: readonly number[];
  series: readonly { label: string; values: readonly number[] }[];
  /** Whether the values are counts, which have nothing between them. */
  isWhole?: boolean;
  /** Position of the chosen period, or -1. */
  chosen: number;
  onChoose: (position: number) => void;
}

const HEIGHT = 220;
const COLORS = { light: ["#0f766e", "#b45309"], dark: ["#2dd4bf", "#fbbf24"] };
const AXES = { light: ["#56606b", "#dde3e6"], dark: ["#a6b0b8", "#30373c"] };

/** Steps between the lines of counts. */
const WHOLE = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Lines over time. The figures themselves are in the table of the period, which screen readers read. */
export function Chart({ label, times, series, chosen, onChoose, isWhole = false }: Props) {
  const { common } = useText();
  const element = useRef<HTMLDivElement>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const scheme = useComputedColorScheme("light");
  const data = JSON.stringify([times, series]);
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const [stroke, line] = AXES[scheme];
    const axis = { stroke, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const plot = new UPlot(
      {
        width: target.clientWidth,
        height: HEIGHT,
        series: [
          { label: common.time },
          ...series.map(({ label: name }, index) => {
            const color = COLORS[scheme][index] ?? "gray";
            return { label: name, stroke: color, width: 2, fill: `${color}22`, points: { show: times.length < 40 } };
          }),
        ],
        axes: [axis, { ...axis, size: 60, ...(isWhole && { incrs: WHOLE }) }],
        scales: {
          x: { range: (_plot, low, high) => chartRange(times, low, high) },
          y: { range: (_plot, _low, high) => [0, high === 0 ? 1 : high * 1.1] },
        },
        // As the figures below: in UTC.
        fmtDate: (template) => UPlot.fmtDate(template, nameDates(currentLanguage())),
        tzDate: (time) => UPlot.tzDate(new Date(time * 1_000), "Etc/UTC"),
        cursor: { drag: { x: false, y: false } },
        hooks: {
          ready: [
            (ready) => {
              ready.over.addEventListener("click", () => {
                if (ready.cursor.idx != null) choose.current(ready.cursor.idx);
              });
            },
          ],
        },
      },
      [[...times], ...series.map(({ values }) => [...values])],
      target,
    );
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: target.clientWidth, height: HEIGHT });
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `data` has both lists, which are new at each render
  }, [data, scheme, common]);
  return <div ref={element} className={styles["chart"]} role="img" aria-label={label} data-chosen={chosen} />;
}
