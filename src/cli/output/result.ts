import type { ServiceCoinEvent } from "../../sdk/core/events.js";
import { anything, scv, time } from "./value.js";

/** How the results of actions are written, by name. What is not here is written as its type tells. */
const WRITERS: Readonly<Record<string, ((value: unknown) => string) | undefined>> = {
  weight: (votes) => scv(votes as bigint),
  executableAt: (seconds) => time(seconds as bigint),
  counted: (votes) => {
    const ids = (votes as readonly { proposalId: bigint }[]).map(({ proposalId }) => proposalId.toString());
    return `on ${ids.length === 1 ? "proposal" : "the proposals"} ${ids.join(", ")}`;
  },
};

/** What an action adds to what was sent, as rows of a list. What an event says is not said again, nor what only programs read. */
export function resultRows(result: object, events: readonly ServiceCoinEvent[]): [name: string, value: string][] {
  const said = new Set(events.flatMap(({ args }) => Object.values<unknown>({ ...args })));
  return Object.entries<unknown>({ ...result })
    .filter(([name, value]) => WRITERS[name] !== undefined || !(typeof value === "object" || said.has(value)))
    .map(([name, value]) => [name, (WRITERS[name] ?? anything)(value)]);
}
