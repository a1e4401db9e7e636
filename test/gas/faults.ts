import { MARKS } from "./marks.js";
import { numberOf, type Measurements } from "./measure.js";
import { CODE_LIMIT } from "./sizes.js";

/** Finds operations that are new, missing, or cost more gas than in the baseline. */
export function baselineFaults(measured: Measurements, baseline: Measurements): string[] {
  const faults: string[] = [];
  for (const subject of new Set([...Object.keys(measured), ...Object.keys(baseline)])) {
    const now = measured[subject] ?? {};
    const before = baseline[subject] ?? {};
    for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
      const [gas, recorded] = [now[name], before[name]];
      if (recorded === undefined) faults.push(`${subject}: "${name}" is not in the baseline`);
      else if (gas === undefined) faults.push(`${subject}: "${name}" is in the baseline only`);
      else if (gas > recorded) faults.push(`${subject}: "${name}" rose from ${format(recorded)} to ${format(gas)}`);
    }
  }
  return faults;
}

/** Finds missed marks, marks without an operation, and contracts above the code size limit. */
export function markFaults(measured: Measurements): string[] {
  const faults: string[] = [];
  for (const [subject, marks] of Object.entries(MARKS)) {
    for (const [name, mark] of Object.entries(marks)) {
      const gas = numberOf(measured, subject, name);
      if (gas === undefined) faults.push(`${subject}: the mark "${name}" names no operation`);
      else if (gas > mark) faults.push(`${subject}: "${name}" is ${format(gas)}, ${format(gas - mark)} over its mark`);
    }
  }
  for (const [name, size] of Object.entries(measured.bytecode ?? {})) {
    if (size > CODE_LIMIT)
      faults.push(`bytecode: ${name} has ${format(size)} bytes, the limit is ${format(CODE_LIMIT)}`);
  }
  return faults;
}

/** Formats a whole number, or a share with two decimals. */
export function format(value: number): string {
  const digits = Number.isInteger(value) ? 0 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
