import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { CONTRACTS } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { addressParam } from "../fields.js";
import { inputParser } from "../input.js";
import { Problem } from "../problem.js";
import type { IndexWatch } from "../watch.js";
import { EventFeed, type Sink } from "./feed.js";

const KINDS: ReadonlySet<string> = new Set(
  CONTRACTS.flatMap((contract) => {
    const names: string[] = [];
    INTERFACES[contract].forEachEvent(({ name }) => names.push(name));
    return [contract, ...names];
  }),
);

const MAX_KINDS = 50;

const kindsParam = z
  .string()
  .transform((value) => value.split(","))
  .refine((kinds) => kinds.length <= MAX_KINDS && kinds.every((kind) => KINDS.has(kind)), {
    error: `at most ${MAX_KINDS} names of events or contracts with commas between, such as Transfer,ServiceDAO`,
  });

/** Parameters of an event stream. */
export const EVENTS_INPUT = {
  kinds: kindsParam.optional().describe("Only these events: names of events or contracts, with commas between."),
  account: addressParam.optional().describe("Only events in which this account takes part."),
};

/** Bytes that may wait for a reader. One that is slower is dropped: it connects again and continues. */
const MAX_WAITING = 256 * 1_024;

/** Milliseconds after which a client that was dropped connects again. */
const RETRY = 2_000;

interface StreamOptions {
  watch: IndexWatch;
  maxStreams: number;
  heartbeat: number;
}

/** Server-sent events of the index. */
export function eventStreams({ watch, maxStreams, heartbeat }: StreamOptions): {
  handler: RequestHandler;
  /** Open streams. */
  readonly size: number;
  close(): void;
} {
  const parse = inputParser({ input: z.strictObject(EVENTS_INPUT) });
  const feed = new EventFeed();
  let stop: (() => void) | undefined;
  const start = () => {
    const unwatch = watch.add((db, info) => feed.look(db, info));
    const timer = setInterval(() => {
      feed.beat();
    }, heartbeat);
    stop = () => {
      unwatch();
      clearInterval(timer);
      feed.reset();
      stop = undefined;
    };
  };
  const handler: RequestHandler = (request, response) => {
    const { kinds, account } = parse({}, searchOf(request)) as { kinds?: string[]; account?: string };
    if (feed.size >= maxStreams) {
      throw new Problem(503, `There are ${maxStreams} event streams already.`, {}, { "Retry-After": "10" });
    }
    response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
    response.flushHeaders();
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    response.write(`retry: ${RETRY}\n\n`);
    const filter = { kinds: kinds === undefined ? undefined : new Set(kinds), account };
    const remove = feed.add(sinkOf(response), filter, lastEventIdOf(request));
    if (stop === undefined) start();
    response.once("close", () => {
      remove();
      if (feed.size === 0) stop?.();
    });
  };
  const close = () => {
    feed.close();
    stop?.();
  };
  return {
    handler,
    close,
    get size() {
      return feed.size;
    },
  };
}

function searchOf({ originalUrl }: Request): URLSearchParams {
  return new URL(originalUrl, "http://localhost").searchParams;
}

/** Ids are `<block>-<log>`; anything else cannot be ours. */
function lastEventIdOf(request: Request): string | undefined {
  const id = request.get("Last-Event-ID");
  return id !== undefined && /^\d{1,15}-\d{1,9}$/.test(id) ? id : undefined;
}

function sinkOf(response: Response): Sink {
  return {
    send: (text) => {
      response.write(text);
      return response.writableLength <= MAX_WAITING;
    },
    close: () => {
      response.destroy();
    },
  };
}
