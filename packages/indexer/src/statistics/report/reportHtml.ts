import { escapeHtml } from "@servicecoin/sdk/internal";
import { barChart, type Bar } from "./charts.js";
import { number, percent, safeName, scv } from "./format.js";
import type { ReportData } from "./reportData.js";
import { standingOf, titleOf } from "./reportText.js";
import { sectionsOf, type Section } from "./sections.js";
import { PAYMENT_KINDS } from "../paymentTally.js";
import type { Statistics } from "../schema.js";

/** The report as one page, which requests nothing: styles and charts are in it, and its policy forbids the rest. */
export function reportHtml(data: ReportData): string {
  const title = escapeHtml(titleOf(data));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="standing">${escapeHtml(standingOf(data))}</p>
${tiles(data)}
<div class="wide">${volumeOfHours(data)}${chartsOfDays(data)}</div>
<div class="wide">${kindsTable(data.day)}</div>
<div class="columns">${sectionsOf(data).map(sectionHtml).join("")}</div>
${earnersTable(data)}
<footer>Payment hub <code>${escapeHtml(data.hub)}</code>. Amounts are rounded down; the CSV has every digit.</footer>
</main>
</body>
</html>
`;
}

function tiles({ day }: ReportData): string {
  const { payments, honest, payers, escrow } = day;
  const tile = (value: string, label: string, exact?: string) => {
    const hint = exact === undefined ? "" : ` title="${escapeHtml(exact)} base units"`;
    return `<div class="tile"><strong${hint}>${escapeHtml(value)}</strong><span>${escapeHtml(label)}</span></div>`;
  };
  const all = [
    tile(number(payments.payments), "payments"),
    tile(scv(payments.gross, 2), "SCV gross", payments.gross),
    tile(scv(honest.withoutCircles, 2), "SCV without circles", honest.withoutCircles),
    tile(number(payers.active), `payers, ${number(payers.new)} new`),
    tile(percent(honest.largestPayerBps), "of gross by the largest payer"),
    tile(scv(escrow.lockedAtEnd, 2), "SCV in escrow", escrow.lockedAtEnd),
  ];
  return `<div class="tiles">${all.join("")}</div>`;
}

function volumeBar({ period, payments, honest }: Statistics, label: string): Bar {
  const title = `${period.key}: ${scv(payments.gross)} SCV gross, ${scv(honest.withoutCircles)} without circles`;
  return { label, value: BigInt(payments.gross), part: BigInt(honest.withoutCircles), title };
}

function axis(value: bigint): string {
  return scv(value, 2);
}

const LEGEND = `<p class="legend"><i class="bar"></i> gross <i class="part"></i> without circles</p>`;

function figure(caption: string, chart: string, legend = ""): string {
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption>${legend}${chart}</figure>`;
}

function volumeOfHours({ hours }: ReportData): string {
  const bars = hours.map((hour) => volumeBar(hour, hour.period.key.slice(11)));
  const caption = "Volume per hour (UTC), in SCV";
  return figure(caption, barChart(caption, bars, axis), LEGEND);
}

/** Charts of the last days; of one day they would say nothing. */
function chartsOfDays({ days }: ReportData): string {
  if (days.length < 2) return "";
  const volume = `Volume of the last ${days.length} days, in SCV`;
  const volumes = days.map((day) => volumeBar(day, day.period.key.slice(5)));
  const escrow = "Held in escrow at the end of each day, in SCV";
  const escrows = days.map(({ period, escrow: { lockedAtEnd } }) => {
    const value = BigInt(lockedAtEnd);
    return { label: period.key.slice(5), value, part: value, title: `${period.key}: ${scv(value)} SCV in escrow` };
  });
  return figure(volume, barChart(volume, volumes, axis), LEGEND) + figure(escrow, barChart(escrow, escrows, axis));
}

function kindsTable({ payments }: Statistics): string {
  const rows = PAYMENT_KINDS.map((kind) => {
    const { payments: count, gross, fees, honest } = payments.byKind[kind];
    const { payers, largestPayerBps, withoutCircles } = honest;
    const texts = [number(count), scv(gross), scv(withoutCircles), number(payers), percent(largestPayerBps), scv(fees)];
    const cells = texts.map((text) => `<td>${escapeHtml(text)}</td>`);
    return `<tr><th>${kind}</th>${cells.join("")}</tr>`;
  });
  return `<section><h2>Payments by kind</h2><table class="numbers">
<thead><tr><th></th><th>payments</th><th>gross SCV</th><th>without circles</th><th>payers</th><th>largest payer</th>
<th>fees SCV</th></tr></thead>
<tbody>${rows.join("")}</tbody></table></section>`;
}

function sectionHtml({ title, lines }: Section): string {
  const rows = lines.map(({ label, value, note }) => {
    const small = note === undefined ? "" : `<small>${escapeHtml(note)}</small>`;
    return `<tr><th>${escapeHtml(label)}</th><td>${escapeHtml(value)}${small}</td></tr>`;
  });
  return `<section><h2>${escapeHtml(title)}</h2><table>${rows.join("")}</table></section>`;
}

function earnersTable({ earners }: ReportData): string {
  if (earners.length === 0) return "";
  const rows = earners.map(({ address, service, payments, net }) => {
    const name = service === null ? "" : `<bdi>${escapeHtml(safeName(service))}</bdi> `;
    const who = `${name}<code>${escapeHtml(address)}</code>`;
    return `<tr><th>${who}</th><td>${number(payments)}</td><td>${escapeHtml(scv(net))}</td></tr>`;
  });
  return `<section><h2>Payees that received most</h2><table class="numbers">
<thead><tr><th></th><th>payments</th><th>net SCV</th></tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}

const STYLE = `
:root { color-scheme: light dark; --text: #1c2430; --soft: #5d6b7c; --line: #dde3ea; --page: #f5f7f9; --card: #fff;
  --bar: #b6cbe3; --part: #2f6db3; }
@media (prefers-color-scheme: dark) { :root { --text: #e6ebf1; --soft: #9aa8b8; --line: #2f3945; --page: #12171d;
  --card: #1a2129; --bar: #3d536c; --part: #6ba6e6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 24px 16px 40px; }
h1 { font-size: 24px; margin: 0; }
h2 { font-size: 15px; margin: 0 0 8px; }
.standing, footer, small, .legend, figcaption + .legend { color: var(--soft); }
.standing { margin: 4px 0 20px; }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 12px; margin-bottom: 16px; }
@media (max-width: 1000px) { .tiles { grid-template-columns: repeat(3, 1fr); } }
@media (max-width: 520px) { .tiles { grid-template-columns: repeat(2, 1fr); } }
.tile, section, figure { background: var(--card); border: 1px solid var(--line); }
.tile, section, figure { border-radius: 8px; padding: 14px 16px; }
.tile strong { display: block; font-size: 19px; overflow-wrap: anywhere; }
.tile span { color: var(--soft); }
.wide { display: grid; gap: 16px; margin-bottom: 16px; }
figure { margin: 0; }
figcaption { font-weight: 600; }
.legend { margin: 2px 0 6px; font-size: 13px; }
.legend i { display: inline-block; width: 10px; height: 10px; margin: 0 3px 0 10px; }
.legend i:first-child { margin-left: 0; }
.legend .bar { background: var(--bar); } .legend .part { background: var(--part); }
svg { display: block; width: 100%; height: auto; font-size: 11px; }
svg text { fill: var(--soft); } svg line { stroke: var(--line); }
svg .bar { fill: var(--bar); } svg .part { fill: var(--part); }
.columns { columns: 2 400px; column-gap: 16px; margin-bottom: 16px; }
.columns section { break-inside: avoid; margin-bottom: 16px; }
.columns section:last-child { margin-bottom: 0; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 400; color: var(--soft); padding: 4px 8px 4px 0; vertical-align: top; }
td { text-align: right; padding: 4px 0; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
tr + tr > *, thead + tbody tr > * { border-top: 1px solid var(--line); }
.numbers td, .numbers thead th { padding: 4px 0 4px 12px; text-align: right; white-space: nowrap; }
@media (max-width: 520px) { h1 { font-size: 20px; } section { overflow-x: auto; } .numbers { font-size: 13px; }
  .numbers td, .numbers thead th { padding-left: 8px; } }
@media (max-width: 700px) { figure { overflow-x: auto; } svg { min-width: 640px; } }
small { display: block; }
code { font-size: 12px; overflow-wrap: anywhere; }
bdi { color: var(--text); overflow-wrap: anywhere; }
footer { margin-top: 20px; font-size: 13px; }
`;
