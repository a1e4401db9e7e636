import { escapeHtml } from "@servicecoin/sdk/internal";

/** One bar: its label, its height, and what it says when it is pointed at. */
export interface Bar {
  label: string;
  value: bigint;
  /** A part of the value that is shown darker. */
  part?: bigint;
  title: string;
}

const WIDTH = 720;
const HEIGHT = 190;
const TOP = 12;
const BOTTOM = 24;
const LEFT = 84;
const WIDEST = 48;

/** Units of the drawing per full height: heights are integers, so that amounts are never floats. */
const SCALE = BigInt(HEIGHT - TOP - BOTTOM);

/** A chart of vertical bars as inline SVG. */
export function barChart(name: string, bars: readonly Bar[], format: (value: bigint) => string): string {
  const highest = bars.reduce((most, { value }) => (value > most ? value : most), 0n);
  const step = (WIDTH - LEFT) / Math.max(1, bars.length);
  const heightOf = (value: bigint) => (highest === 0n ? 0 : Number((value * SCALE) / highest));
  const floor = HEIGHT - BOTTOM;
  const each = Math.max(1, Math.ceil(bars.length / 14));
  const drawn = bars.map(({ label, value, part, title }, index) => {
    const width = Math.min(step * 0.7, WIDEST);
    const x = round(LEFT + (index + 0.5) * step - width / 2);
    const rect = (kind: string, amount: bigint) => {
      // What is not zero can be seen.
      const height = amount === 0n ? 0 : Math.max(1, heightOf(amount));
      return `<rect class="${kind}" x="${x}" y="${floor - height}" width="${round(width)}" height="${height}"/>`;
    };
    const middle = round(LEFT + (index + 0.5) * step);
    const text = `<text x="${middle}" y="${HEIGHT - 7}" text-anchor="middle">${escapeHtml(label)}</text>`;
    const rects = `${rect("bar", value)}${part === undefined ? "" : rect("part", part)}`;
    return `<g><title>${escapeHtml(title)}</title>${rects}${index % each === 0 ? text : ""}</g>`;
  });
  const line = (value: bigint) => {
    const y = floor - heightOf(value);
    return (
      `<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/>` +
      `<text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${escapeHtml(format(value))}</text>`
    );
  };
  const grid = highest === 0n ? line(0n) : `${line(0n)}${line(highest / 2n)}${line(highest)}`;
  const label = escapeHtml(name);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${grid}${drawn.join("")}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
