import { readFile, writeFile } from "node:fs/promises";
import type { Hardfork } from "./hardfork.js";
import type { Measurements } from "./measure.js";

const FILES: Record<Hardfork, URL> = {
  osaka: new URL("./baseline.json", import.meta.url),
  amsterdam: new URL("./baselineAmsterdam.json", import.meta.url),
};

/** The numbers of the last change that was accepted. */
export async function readBaseline(hardfork: Hardfork): Promise<Measurements> {
  return JSON.parse(await readFile(FILES[hardfork], "utf8")) as Measurements;
}

/** Accepts the numbers, with sorted keys so that a change of order is no change. */
export async function writeBaseline(hardfork: Hardfork, measured: Measurements): Promise<void> {
  const sorted = sortKeys(
    Object.fromEntries(Object.entries(measured).map(([subject, numbers]) => [subject, sortKeys(numbers)])),
  );
  await writeFile(FILES[hardfork], `${JSON.stringify(sorted, undefined, 2)}\n`);
}

function sortKeys<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
