import { deferred } from "./deferred.js";
import type { Outcome, Payment } from "./payment.js";

/** What ends an entry: an outcome that stays, or that nothing was sent. */
export type Ending = Exclude<Outcome, { status: "pending" }>;

/** A payment under way, and those who wait for it. */
export class Entry {
  /** Seconds since the process began when it was asked for. */
  readonly askedAt = performance.now() / 1000;
  /** Known when it stays. Never fails. */
  readonly done: Promise<Ending>;
  /** Hash of its transaction, once that is in the journal. Never fails; may never come. */
  readonly sent: Promise<string>;
  private hash: string | undefined;
  private state: "waiting" | "sending" | "withdrawn" = "waiting";
  private readonly resolveDone: (outcome: Ending) => void;
  private readonly resolveSent: (hash: string) => void;

  /** @param release Gives its place in the gateway back. */
  constructor(
    readonly payment: Payment,
    private readonly release: () => void,
  ) {
    const done = deferred<Ending>();
    const sent = deferred<string>();
    this.done = done.promise;
    this.sent = sent.promise;
    this.resolveDone = done.resolve;
    this.resolveSent = sent.resolve;
  }

  get alone(): boolean {
    return this.payment.alone;
  }

  /** Its transaction, when there may be one on its way. */
  get transaction(): string | undefined {
    return this.hash;
  }

  /** Takes it for sending. @returns Whether it may be sent: not when it was withdrawn. */
  begin(): boolean {
    if (this.state === "waiting") this.state = "sending";
    return this.state === "sending";
  }

  /** Gives it up. @returns Whether this call did: then it will certainly never be sent. */
  withdraw(): boolean {
    if (this.state !== "waiting") return false;
    this.state = "withdrawn";
    return true;
  }

  /** Its transaction is in the journal, or another in its place. */
  markSent(hash: string): void {
    this.state = "sending";
    this.hash = hash;
    this.resolveSent(hash);
  }

  /** Says what became of it, and gives its place back. */
  finish(outcome: Ending): void {
    this.release();
    this.resolveDone(outcome);
  }
}
