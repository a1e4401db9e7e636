import type { ProgramName } from "./ports.js";

/** What a program says of itself, or that it does not. */
export interface Look {
  /** `down` while it is not ready, `stopped` once it has ended. */
  state: "ready" | "down" | "stopped";
  /** Why it is not ready. */
  reason?: string | undefined;
  /** The block that it has seen last. */
  block?: number | undefined;
  /** What it did last. */
  action?: string | undefined;
  /** When, in milliseconds since 1970. */
  at?: number | undefined;
}

/** What is read of answers. All of it may be missing. */
interface Answer {
  data?: { ready?: boolean; reason?: string | null; cursor?: { block?: number } };
  result?: string;
  ready?: boolean;
  reasons?: string[];
  node?: { block?: number | null };
  settled?: { payments: number; lastAt: string | null };
  lastDone?: { duty: string; keys: string[]; at: string } | null;
  lastRound?: { waiting?: number } | null;
  look?: { block: number } | null;
  open?: number;
}

const ANSWER_MS = 2_000;

/** Looks at a program over HTTP, as others do. Never throws. */
export async function lookAt(name: Exclude<ProgramName, "web page">, url: string): Promise<Look> {
  try {
    return LOOKS[name](await ask(name, url));
  } catch {
    return { state: "down", reason: `nothing answers at ${url}` };
  }
}

/** Looks at the server of the page. @param openedAt When the page was opened last. */
export async function lookAtPage(url: string, openedAt: number | undefined): Promise<Look> {
  const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
  if (answer?.ok !== true) return { state: "down", reason: `nothing answers at ${url}` };
  return { state: "ready", action: openedAt === undefined ? "not opened yet" : "opened", at: openedAt };
}

async function ask(name: ProgramName, url: string): Promise<Answer> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  if (name === "chain") {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] });
    const headers = { "content-type": "application/json" };
    return (await (await fetch(url, { method: "POST", headers, body, signal })).json()) as Answer;
  }
  const page = name === "indexer" ? "/status" : "/readyz";
  return (await (await fetch(`${url}${page}`, { signal })).json()) as Answer;
}

const LOOKS: Readonly<Record<Exclude<ProgramName, "web page">, (answer: Answer) => Look>> = {
  chain: ({ result }) => ({ state: "ready", block: Number(result), action: "mined" }),
  indexer: ({ data }) => ({
    ...stateOf(data?.ready === true, data?.reason ?? undefined),
    ...{ block: data?.cursor?.block, action: "indexed" },
  }),
  facilitator: ({ ready, reasons, node, settled }) => ({
    ...stateOf(ready === true, reasons?.join(" ")),
    block: node?.block ?? undefined,
    action: settled === undefined || settled.payments === 0 ? "no payments yet" : counted(settled.payments, "payment"),
    at: timeOf(settled?.lastAt),
  }),
  keeper: ({ ready, reasons, lastDone, lastRound }) => ({
    ...stateOf(ready === true, reasons?.join("; ")),
    action: lastDone == null ? idleOf(lastRound?.waiting ?? 0) : doneOf(lastDone),
    at: timeOf(lastDone?.at),
  }),
  monitor: ({ ready, reasons, look, open = 0 }) => ({
    ...stateOf(ready === true, reasons?.join("; ")),
    block: look?.block,
    action: open === 0 ? "no alerts" : `${counted(open, "alert")} open`,
  }),
};

function stateOf(isReady: boolean, reason: string | undefined): Pick<Look, "state" | "reason"> {
  return isReady ? { state: "ready" } : { state: "down", reason: reason ?? "it does not say why" };
}

function timeOf(iso: string | null | undefined): number | undefined {
  return iso == null ? undefined : Date.parse(iso);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function idleOf(waiting: number): string {
  return waiting === 0 ? "nothing due" : `leaves you ${counted(waiting, "thing")}`;
}

/** Verb and object of each duty. */
const DONE: Readonly<Record<string, readonly [verb: string, thing: string]>> = {
  claimOrders: ["claimed", "order"],
  claimAccruals: ["claimed", "deal"],
  refundOrders: ["refunded", "order"],
  refundAccruals: ["refunded", "deal"],
  chargeMandates: ["charged", "mandate"],
  collectLoans: ["collected", "loan"],
  queueProposals: ["queued", "proposal"],
  executeProposals: ["executed", "proposal"],
  applyCaps: ["applied", "cap"],
  collectFees: ["collected", "fees"],
};

/** Characters of an id that are shown. */
const ID_LENGTH = 6;

function doneOf({ duty, keys }: { duty: string; keys: readonly string[] }): string {
  const [verb, thing] = DONE[duty] ?? ["did", duty];
  if (thing === "fees") return `${verb} ${thing}`;
  if (keys.length > 1) return `${verb} ${counted(keys.length, thing)}`;
  return `${verb} ${thing} ${(keys[0]?.split(":")[1] ?? "").slice(0, ID_LENGTH)}`.trimEnd();
}
