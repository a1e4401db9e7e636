import { anything, scv, time } from "./value.js";

/** Formatters for results of actions, by name. Default: `anything`. */
const WRITERS: Readonly<Record<string, ((value: unknown) => string) | undefined>> = {
  weight: (votes) => scv(votes as bigint),
  executableAt: (seconds) => time(seconds as bigint),
  counted: (votes) => {
    const ids = (votes as readonly { proposalId: bigint }[]).map(({ proposalId }) => proposalId.toString());
    return `on ${ids.length === 1 ? "proposal" : "the proposals"} ${ids.join(", ")}`;
  },
};

/** Formats the results of an action as rows of a list. Omits nested results, which the events show. */
export function resultRows(result: object): [name: string, value: string][] {
  return Object.entries<unknown>({ ...result })
    .filter(([name, value]) => WRITERS[name] !== undefined || !hasParts(value))
    .map(([name, value]) => [name, (WRITERS[name] ?? anything)(value)]);
}

function hasParts(value: unknown): boolean {
  return Array.isArray(value) ? value.some(hasParts) : typeof value === "object";
}
