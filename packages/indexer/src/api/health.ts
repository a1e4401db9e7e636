import type { RequestHandler } from "express";
import { healthRoutes, Metrics, type HealthRoute, type Readiness } from "@servicecoin/health";
import type { Reader, SnapshotInfo } from "../query/reader.js";
import { reasonOf } from "./standing.js";

/** Milliseconds for which a reading of the index is valid: anyone may ask at any rate. */
const READING_TTL = 1_000;
/** Upper bounds of the time for an answer, in seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Whether the index is up to date, and where it stands. */
export interface IndexReadiness extends Readiness {
  /** The last block of the rows, and the node's last block; null until they are known. */
  block: number | null;
  head: number | null;
  /** When the indexer said so, in seconds since 1970; null until it says anything. */
  savedAt: number | null;
}

/** By which the API of an index is watched. */
export interface ApiHealth {
  routes: HealthRoute[];
  /** Measures requests. @param nameOf Returns the name of a request's route, of which there are few. */
  measure: (nameOf: (path: string) => string) => RequestHandler;
}

/** @param streams Returns the number of open event streams. */
export function apiHealth(reader: Reader, streams: () => number): ApiHealth {
  const read = cached(() => reader.read((_db, info) => Promise.resolve(info)));
  const readiness = async () => readinessOf(await read(), Math.floor(Date.now() / 1_000));
  const metrics = new Metrics("indexer");
  const status = async () => (await read()).status;
  metrics.gauge("block", "Last block of the rows.", async () => (await read()).cursor?.block ?? NaN);
  metrics.gauge("head_block", "Last block of the node.", async () => (await status())?.head ?? NaN);
  metrics.gauge(
    "finalized_block",
    "Last block that the chain can no longer replace.",
    async () => (await status())?.finalized ?? NaN,
  );
  metrics.gauge(
    "block_timestamp_seconds",
    "Time of the last block of the rows, since 1970.",
    async () => (await read()).cursor?.time ?? NaN,
  );
  metrics.total("reorgs_total", "Reorganizations since the start of the indexer.", async () => {
    return (await status())?.reorgs.count ?? 0;
  });
  metrics.gauge("deepest_reorg_blocks", "Blocks of the deepest reorganization since the start.", async () => {
    return (await status())?.reorgs.deepest ?? 0;
  });
  metrics.total("verified_blocks_total", "New blocks that were checked against their receipts.", async () => {
    return (await status())?.verification.verified ?? 0;
  });
  metrics.total(
    "incomplete_blocks_total",
    "New blocks whose logs the node did not return in full at first.",
    async () => {
      return (await status())?.verification.incomplete ?? 0;
    },
  );
  metrics.total("node_faults_total", "Blocks of nodes that did not recompute, with full verification.", async () => {
    return (await status())?.nodeFaults?.count ?? 0;
  });
  metrics.gauge("event_streams", "Open event streams.", streams);
  const seconds = metrics.histogram(
    { name: "request_seconds", help: "Seconds from a request to its answer.", labelNames: ["route", "status"] },
    SECONDS,
  );
  return {
    routes: healthRoutes({ readiness, metrics }),
    measure: (nameOf) => (request, response, next) => {
      const end = seconds.startTimer();
      const route = nameOf(request.path);
      response.once("finish", () => end({ route, status: String(response.statusCode) }));
      next();
    },
  };
}

function readinessOf({ cursor, status }: SnapshotInfo, now: number): IndexReadiness {
  const reason = reasonOf(status, now);
  return {
    ready: reason === undefined,
    reasons: reason === undefined ? [] : [`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`],
    block: cursor?.block ?? null,
    head: status?.head ?? null,
    savedAt: status?.savedAt ?? null,
  };
}

/** Repeats a reading once its last result is too old. A failure is not kept. */
function cached<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let last: { value: Promise<Value>; until: number } | undefined;
  return () => {
    if (last && performance.now() < last.until) return last.value;
    const value = load();
    last = { value, until: performance.now() + READING_TTL };
    value.catch(() => (last = undefined));
    return value;
  };
}
