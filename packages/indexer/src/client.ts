/**
 * The typed client of the index's API, for browsers and Node.js. It shares only types with the server.
 *
 * @module
 */
import type { z } from "zod";
import type { LiveEvent } from "./api/events/liveEvent.js";
import type { ProblemDetails } from "./api/problem.js";
import type { ROUTES } from "./api/routes/index.js";
import type { Standing } from "./api/standing.js";

export type { LiveEvent, ProblemDetails, Standing };

type Routes = (typeof ROUTES)[number];
type RouteOf<Path extends string> = Extract<Routes, { path: Path }>;

/** Paths that answer with one value. */
export type ValuePath = Extract<Routes, { isList: false }>["path"];

/** Paths that answer with a list. */
export type ListPath = Extract<Routes, { isList: true }>["path"];

/** Words keep their type; every other parameter is given as a text, number, bigint or boolean. */
type Given<Value> = Value extends string ? (string extends Value ? string | number | bigint | boolean : Value) : Value;

/** Parameters of a path, those in braces and those of the query alike. */
export type InputOf<Path extends string> =
  RouteOf<Path> extends { input: infer Input extends z.ZodType }
    ? { [Name in keyof z.input<Input>]: Given<z.input<Input>[Name]> } & { minBlock?: number | bigint }
    : never;

type DataOf<Path extends string> =
  RouteOf<Path> extends { data: infer Data extends z.ZodType } ? z.output<Data> : never;

/** An answer, and how far it is to be trusted. */
export type Answer<Path extends ValuePath> = Standing & { data: DataOf<Path> };

/** A page of a list. `next` is the `cursor` of the next one. */
export type ListAnswer<Path extends ListPath> = Standing & { data: DataOf<Path>; next?: string };

/** A row of a list. */
export type ItemOf<Path extends ListPath> = DataOf<Path> extends readonly (infer Item)[] ? Item : never;

/** A message of an event stream. */
export type StreamMessage =
  | { type: "event"; id: string; event: LiveEvent }
  /** The stream begins after this block. */
  | { type: "open"; asOfBlock: number; blockHash: string }
  /** The blocks after this one were replaced. */
  | { type: "reorg"; afterBlock: number }
  /** Events of these blocks were left out: read them from the lists. */
  | { type: "gap"; afterBlock: number; toBlock: number };

/** A request that the index did not answer. */
export class IndexerError extends Error {
  override readonly name = "IndexerError";
  constructor(
    /** Status code; 0 when there was no answer. */
    readonly status: number,
    message: string,
    /** What the server said, if it said it in its own form. */
    readonly problem?: ProblemDetails,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** How the client requests. */
export interface IndexerClientOptions {
  /** Default: the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

/** Reads an index. */
export interface IndexerClient {
  readonly url: string;
  /**
   * Reads one value.
   * @throws IndexerError
   * @example
   * ```ts
   * const { data } = await indexer.get("/accounts/{address}", { address });
   * ```
   */
  get<Path extends ValuePath>(path: Path, input: InputOf<Path>, signal?: AbortSignal): Promise<Answer<Path>>;
  /**
   * Reads one page of a list.
   * @throws IndexerError
   * @example
   * ```ts
   * const { data, next } = await indexer.list("/deals", { payee, state: "open" });
   * ```
   */
  list<Path extends ListPath>(path: Path, input: InputOf<Path>, signal?: AbortSignal): Promise<ListAnswer<Path>>;
  /** Reads all rows of a list, page by page. @throws IndexerError */
  all<Path extends ListPath>(path: Path, input: InputOf<Path>, signal?: AbortSignal): AsyncGenerator<ItemOf<Path>>;
  /**
   * Receives new events until the signal is aborted or the connection ends.
   * @param input `kinds` are names of events or contracts.
   * @throws IndexerError
   */
  events(
    input?: { kinds?: readonly string[]; account?: string; lastEventId?: string },
    signal?: AbortSignal,
  ): AsyncGenerator<StreamMessage>;
}

/**
 * Creates a client of an index's API.
 * @param url Where the API is, such as `http://127.0.0.1:4000`.
 * @throws TypeError when it is no URL
 */
export function createIndexerClient(url: string, options: IndexerClientOptions = {}): IndexerClient {
  const base = new URL(url).href.replace(/\/$/, "");
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const read = async (path: string, input: object, signal?: AbortSignal): Promise<never> => {
    const response = await request(send, `${base}${fill(path, input)}`, { accept: "application/json" }, signal);
    return (await bodyOf(response)) as never;
  };
  return {
    url: base,
    get: read,
    list: read,
    async *all(path, input, signal) {
      let cursor: string | undefined;
      do {
        const page: { data: never[]; next?: string } = await read(path, { ...input, cursor }, signal);
        yield* page.data;
        cursor = page.next;
      } while (cursor !== undefined);
    },
    async *events({ kinds, account, lastEventId } = {}, signal) {
      const input = { kinds: kinds?.join(","), account };
      const headers = {
        accept: "text/event-stream",
        ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
      };
      const response = await request(send, `${base}${fill("/events", input)}`, headers, signal);
      yield* messagesOf(response);
    },
  };
}

/** Puts the parameters into a path: those in braces in their places, the others into the query. */
function fill(path: string, input: object): string {
  const left = new Map(Object.entries(input as Record<string, unknown>).filter(([, value]) => value !== undefined));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const value = left.get(name);
    left.delete(name);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams([...left].map(([name, value]): [string, string] => [name, String(value)]));
  return left.size === 0 ? filled : `${filled}?${search.toString()}`;
}

async function request(
  send: typeof fetch,
  url: string,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    response = await send(url, { headers, ...(signal !== undefined && { signal }) });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new IndexerError(0, `${url} did not answer: ${(error as Error).message}`, undefined, { cause: error });
  }
  if (response.ok || isNotReady(url, response)) return response;
  const problem = (await bodyOf(response)) as ProblemDetails;
  throw new IndexerError(response.status, `${url}: ${problem.detail}`, problem);
}

/** `/health/ready` says with its status that the index is not ready; the answer says why. */
function isNotReady(url: string, { status, headers }: Response): boolean {
  return status === 503 && url.endsWith("/health/ready") && (headers.get("content-type") ?? "").includes("/json");
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    const message = `${response.url} answered with status ${response.status}, but not with JSON`;
    throw new IndexerError(response.status, message, undefined, { cause: error });
  }
}

async function* messagesOf({ body }: Response): AsyncGenerator<StreamMessage> {
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = `${text}${value}`.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const message = messageOf(part);
        if (message !== undefined) yield message;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** One message; undefined for a sign of life. */
function messageOf(part: string): StreamMessage | undefined {
  const fields = new Map(
    part.split("\n").map((line) => {
      const end = line.indexOf(": ");
      return [line.slice(0, end), line.slice(end + 2)] as const;
    }),
  );
  const data = fields.get("data");
  if (data === undefined) return undefined;
  const value = JSON.parse(data) as object;
  const name = fields.get("event");
  if (name !== undefined) return { type: name, ...value } as StreamMessage;
  return { type: "event", id: fields.get("id") ?? "", event: value as LiveEvent };
}
