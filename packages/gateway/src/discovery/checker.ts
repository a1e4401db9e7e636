import { readAgentUri } from "@servicecoin/sdk";
import type { Catalog } from "./catalog.js";
import type { Guard } from "./guard.js";
import { fileText, type Check, type Entry, type Listing } from "./listing.js";
import { probeEndpoint } from "./probeEndpoint.js";
import { ProbeError } from "./probeError.js";
import { MAX_TIME, safeFetch } from "./safeFetch.js";

/** How often endpoints are checked, in milliseconds. */
export interface CheckTimes {
  /** Interval between two checks of an endpoint that responds, varied by 10% to spread the load. */
  every: number;
  /** For an endpoint that does not respond, `every` doubles with each check up to this interval. */
  longest: number;
  /** Shortest time between two checks of the same host. */
  hostGap: number;
}

const MAX_CONCURRENT_CHECKS = 8;
/** Attempts to read a registration file. */
const MAX_FILE_ATTEMPTS = 3;

interface Schedule {
  resource: string;
  host: string;
  dueAt: number;
  /** Failed checks in a row. */
  failures: number;
  fileUri: string | undefined;
  fileAttempts: number;
  running: boolean;
}

/**
 * Checks the endpoints of a catalog periodically, and downloads registration files that are not stored on the chain.
 */
export class Checker {
  private readonly catalog: Catalog;
  private readonly guard: Guard;
  private readonly times: CheckTimes;
  private readonly now: () => number;
  private readonly schedules = new Map<bigint, Schedule>();
  /** When each host may be checked again. */
  private readonly hosts = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();

  /** @param now Returns the time in milliseconds since 1970. Default: the clock of this machine. */
  constructor(catalog: Catalog, guard: Guard, times: CheckTimes, now: () => number = Date.now) {
    this.catalog = catalog;
    this.guard = guard;
    this.times = times;
    this.now = now;
  }

  /** Starts the checks that are due, up to the limit, longest overdue first. */
  start(signal: AbortSignal): void {
    this.updateSchedules();
    const now = this.now();
    for (const [host, freeAt] of this.hosts) if (freeAt <= now) this.hosts.delete(host);
    if (this.running.size >= MAX_CONCURRENT_CHECKS) return;
    const due = [...this.schedules].filter(([, { running, dueAt }]) => !running && dueAt <= now);
    due.sort(([, a], [, b]) => a.dueAt - b.dueAt);
    for (const [agentId, schedule] of due) {
      if (this.running.size >= MAX_CONCURRENT_CHECKS) return;
      const { host } = schedule;
      if (this.hosts.has(host)) continue;
      // Reserve the host until the check ends.
      this.hosts.set(host, Infinity);
      schedule.running = true;
      const check = this.run(agentId, schedule, signal).finally(() => {
        this.running.delete(check);
        schedule.running = false;
        this.hosts.set(host, this.now() + this.times.hostGap);
      });
      this.running.add(check);
    }
  }

  /** Resolves when all running checks have ended. */
  async idle(): Promise<void> {
    await Promise.all(this.running);
  }

  /** Schedules services that are new in the catalog, and removes those that are gone. */
  private updateSchedules(): void {
    for (const agentId of this.schedules.keys())
      if (this.catalog.get(agentId) === undefined) this.schedules.delete(agentId);
    for (const { listing } of this.catalog.all()) {
      const schedule = this.schedules.get(listing.agentId);
      if (schedule === undefined || schedule.resource !== listing.resource) {
        this.schedules.set(listing.agentId, newSchedule(listing, this.now()));
      } else if (schedule.fileUri !== listing.fileUri) {
        Object.assign(schedule, { fileUri: listing.fileUri, fileAttempts: 0, dueAt: this.now() });
      }
    }
  }

  private async run(agentId: bigint, schedule: Schedule, signal: AbortSignal): Promise<void> {
    const { resource } = schedule;
    const check = await this.check(resource, this.catalog.get(agentId), signal);
    if (signal.aborted) return;
    this.catalog.mark(agentId, resource, check);
    schedule.failures = check.status === "answering" ? 0 : schedule.failures + 1;
    const { every, longest } = this.times;
    const delay = Math.min(every * 2 ** Math.max(0, schedule.failures - 1), longest);
    schedule.dueAt = this.now() + delay * (0.9 + 0.2 * Math.random());
    await this.readFile(agentId, schedule, signal);
  }

  private async check(resource: string, previous: Readonly<Entry> | undefined, signal: AbortSignal): Promise<Check> {
    const timed = AbortSignal.any([signal, AbortSignal.timeout(MAX_TIME)]);
    try {
      const asks = await probeEndpoint(resource, this.catalog.assetId, this.guard, timed);
      return { status: "answering", checkedAt: new Date(this.now()), asks };
    } catch (error) {
      const checkedAt = new Date(this.now());
      const since = previous?.check.status === "notAnswering" ? previous.check.since : checkedAt;
      const { code, status } =
        error instanceof ProbeError ? error : new ProbeError("unreachable", "The server cannot be reached.");
      return { status: "notAnswering", checkedAt, since, reason: code, httpStatus: status };
    }
  }

  private async readFile(agentId: bigint, schedule: Schedule, signal: AbortSignal): Promise<void> {
    const { fileUri } = schedule;
    if (fileUri === undefined || schedule.fileAttempts >= MAX_FILE_ATTEMPTS) return;
    schedule.fileAttempts++;
    try {
      const options = { fetch: safeFetch(this.guard), allowHttp: this.guard.allowHttp, timeout: MAX_TIME, signal };
      const { file } = await readAgentUri(fileUri, options);
      this.catalog.describe(agentId, fileUri, fileText(file));
      if (schedule.fileUri === fileUri) schedule.fileAttempts = MAX_FILE_ATTEMPTS;
    } catch {
      // A service stays listed without its file.
    }
  }
}

function newSchedule({ resource, fileUri }: Listing, dueAt: number): Schedule {
  const host = new URL(resource).hostname;
  return { resource, host, dueAt, failures: 0, fileUri, fileAttempts: 0, running: false };
}
