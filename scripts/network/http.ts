/** Milliseconds that a client has to answer: it may execute a block meanwhile. */
const ANSWER_MS = 15_000;

/** Asks a JSON-RPC server. @throws Error with the message of the server, or when nothing answers. */
export async function rpc(url: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(ANSWER_MS) });
  const answer: unknown = await response.json();
  const fault = field(field(answer, "error"), "message");
  if (typeof fault === "string") throw new Error(`${method}: ${fault}`);
  return field(answer, "result");
}

/** Reads from the API of a consensus client. @throws Error when it does not answer with 200. */
export async function beacon(url: string, path: string, method: "GET" | "POST" = "GET"): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { method, signal: AbortSignal.timeout(ANSWER_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text === "" ? undefined : field(JSON.parse(text), "data");
}

/** A field of what another program says. Undefined if it is not there. */
export function field(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}

/** A text field. @throws Error with its name. */
export function textField(value: unknown, ...names: readonly string[]): string {
  const found = field(value, ...names);
  if (typeof found !== "string") throw new Error(`the answer has no ${names.join(".")}`);
  return found;
}
