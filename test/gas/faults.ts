import { MARKS } from "./marks.js";
import { numberOf, type Measurements } from "./measure.js";
import { CODE_LIMIT } from "./sizes.js";

/** Operations that are new, gone, or dearer than in the baseline. */
export function baselineFaults(measured: Measurements, baseline: Measurements): string[] {
  const faults: string[] = [];
  for (const subject of new Set([...Object.keys(measured), ...Object.keys(baseline)])) {
    const now = measured[subject] ?? {};
    const before = baseline[subject] ?? {};
    for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
      if (!(name in before)) faults.push(`${subject}: "${name}" is not in the baseline`);
      else if (!(name in now)) faults.push(`${subject}: "${name}" is in the baseline only`);
      else if (now[name] > before[name]) {
        faults.push(`${subject}: "${name}" rose from ${format(before[name])} to ${format(now[name])}`);
      }
    }
  }
  return faults;
}

/** Marks that are missed or that name no operation, and contracts that are too large. */
export function markFaults(measured: Measurements): string[] {
  const faults: string[] = [];
  for (const [subject, marks] of Object.entries(MARKS)) {
    for (const [name, mark] of Object.entries(marks)) {
      const gas = numberOf(measured, subject, name);
      if (gas === undefined) faults.push(`${subject}: the mark "${name}" names no operation`);
      else if (gas > mark) faults.push(`${subject}: "${name}" is ${format(gas)}, ${format(gas - mark)} over its mark`);
    }
  }
  for (const [name, size] of Object.entries(measured.bytecode)) {
    if (size > CODE_LIMIT)
      faults.push(`bytecode: ${name} has ${format(size)} bytes, the limit is ${format(CODE_LIMIT)}`);
  }
  return faults;
}

/** A number as it is printed: whole, or with the two decimals of a share. */
export function format(value: number): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
