import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Log } from "../lib/log.js";
import { table } from "../lib/table.js";
import { COLUMNS, lookAt, rowOf, type Look } from "./look.js";
import type { Network } from "./network.js";

const LOOK_EVERY = 2_000;

/**
 * Shows the nodes until the signal, and connects them again when one has lost the others.
 * @param terminal Gets the table in place. Default: `print` gets a line for each finalized block.
 * @throws OperatorError when a client has ended.
 */
export async function watch(
  network: Network,
  signal: AbortSignal,
  print: Log,
  terminal?: Pick<NodeJS.WriteStream, "write" | "columns">,
): Promise<void> {
  let drawn = 0;
  let said = "";
  while (!signal.aborted) {
    for (const node of network.nodes) node.check();
    const looks = await Promise.all(network.nodes.map(lookAt));
    if (looks.some(({ peers }) => peers === 0)) await network.connect();
    if (terminal === undefined) {
      const line = summaryOf(looks);
      if (line !== said) print(line);
      said = line;
    } else {
      const lines = linesOf(looks, terminal.columns);
      terminal.write(`${drawn === 0 ? "" : `\u001b[${drawn}A`}\u001b[J${lines.join("\n")}\n`);
      drawn = lines.length;
    }
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * The lines of the table, cut to the width of the terminal: one that goes on in the next row would not be drawn over.
 * @param columns Of the terminal; 0 if it does not tell.
 */
export function linesOf(looks: readonly Look[], columns: number): string[] {
  return table(COLUMNS, looks.map(rowOf))
    .split("\n")
    .map((line) => {
      const plain = stripVTControlCharacters(line);
      return columns === 0 || plain.length <= columns ? line : plain.slice(0, columns);
    });
}

/** One line for logs, which changes when a block has become final, or a node has other peers. */
export function summaryOf(looks: readonly Look[]): string {
  return looks
    .map(({ name, state, peers, finalized }) => {
      const last = finalized === undefined ? "nothing final" : `final to block ${finalized.number}`;
      return `${name}: ${state === "running" ? `${peers === 1 ? "1 peer" : `${peers ?? 0} peers`}, ${last}` : state}`;
    })
    .join("; ");
}
