import { readAgentUri } from "@servicecoin/sdk";
import { AskError } from "./askError.js";
import { askEndpoint } from "./askEndpoint.js";
import type { Catalog } from "./catalog.js";
import type { Guard } from "./guard.js";
import { fileText, type Check, type Entry, type Listing } from "./listing.js";
import { MAX_TIME, safeFetch } from "./safeFetch.js";

/** How often endpoints are asked. */
export interface CheckTimes {
  /** Milliseconds between two checks of an endpoint that answers; a tenth more or less, so that they spread. */
  every: number;
  /** The longest that `every` grows to, by doubling, for one that does not. */
  longest: number;
  /** Milliseconds between two checks of the same host. */
  hostGap: number;
}

/** Checks that run at a time. */
const AT_ONCE = 8;
/** How often a registration file that cannot be read is tried. */
const FILE_TRIES = 3;

interface Schedule {
  resource: string;
  host: string;
  dueAt: number;
  /** Checks in a row that failed. */
  failures: number;
  fileUri: string | undefined;
  fileTries: number;
  running: boolean;
}

/** Asks the endpoints of a catalog in turn, and reads the registration files that are not on the chain. */
export class Checker {
  private readonly catalog: Catalog;
  private readonly guard: Guard;
  private readonly times: CheckTimes;
  private readonly now: () => number;
  private readonly schedules = new Map<bigint, Schedule>();
  /** When each host may be asked again. */
  private readonly hosts = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();

  /** @param now Milliseconds; the clock of this machine unless told. */
  constructor(catalog: Catalog, guard: Guard, times: CheckTimes, now: () => number = Date.now) {
    this.catalog = catalog;
    this.guard = guard;
    this.times = times;
    this.now = now;
  }

  /** Starts the checks that are due and have room, those that wait longest first. */
  start(signal: AbortSignal): void {
    this.follow();
    const now = this.now();
    for (const [host, freeAt] of this.hosts) if (freeAt <= now) this.hosts.delete(host);
    if (this.running.size >= AT_ONCE) return;
    const due = [...this.schedules].filter(([, { running, dueAt }]) => !running && dueAt <= now);
    due.sort(([, a], [, b]) => a.dueAt - b.dueAt);
    for (const [agentId, schedule] of due) {
      if (this.running.size >= AT_ONCE) return;
      const { host } = schedule;
      if (this.hosts.has(host)) continue;
      // Taken until the check ends.
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

  /** Resolves when no check runs. */
  async idle(): Promise<void> {
    await Promise.all(this.running);
  }

  /** Plans what is new in the catalog, and forgets what is gone. */
  private follow(): void {
    for (const agentId of this.schedules.keys())
      if (this.catalog.get(agentId) === undefined) this.schedules.delete(agentId);
    for (const { listing } of this.catalog.all()) {
      const schedule = this.schedules.get(listing.agentId);
      if (schedule === undefined || schedule.resource !== listing.resource) {
        this.schedules.set(listing.agentId, newSchedule(listing, this.now()));
      } else if (schedule.fileUri !== listing.fileUri) {
        Object.assign(schedule, { fileUri: listing.fileUri, fileTries: 0, dueAt: this.now() });
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

  private async check(resource: string, former: Readonly<Entry> | undefined, signal: AbortSignal): Promise<Check> {
    const timed = AbortSignal.any([signal, AbortSignal.timeout(MAX_TIME)]);
    try {
      const asks = await askEndpoint(resource, this.catalog.market, this.guard, timed);
      return { status: "answering", checkedAt: new Date(this.now()), asks };
    } catch (error) {
      const checkedAt = new Date(this.now());
      const since = former?.check.status === "notAnswering" ? former.check.since : checkedAt;
      const { code, status } = error instanceof AskError ? error : new AskError("unreachable", "It cannot be reached.");
      return { status: "notAnswering", checkedAt, since, reason: code, httpStatus: status };
    }
  }

  private async readFile(agentId: bigint, schedule: Schedule, signal: AbortSignal): Promise<void> {
    const { fileUri } = schedule;
    if (fileUri === undefined || schedule.fileTries >= FILE_TRIES) return;
    schedule.fileTries++;
    try {
      const options = { fetch: safeFetch(this.guard), allowHttp: this.guard.allowHttp, timeout: MAX_TIME, signal };
      const { file } = await readAgentUri(fileUri, options);
      this.catalog.describe(agentId, fileUri, fileText(file));
      if (schedule.fileUri === fileUri) schedule.fileTries = FILE_TRIES;
    } catch {
      // A service is also listed without its file.
    }
  }
}

function newSchedule({ resource, fileUri }: Listing, dueAt: number): Schedule {
  const host = new URL(resource).hostname;
  return { resource, host, dueAt, failures: 0, fileUri, fileTries: 0, running: false };
}
