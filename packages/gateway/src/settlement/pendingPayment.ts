import type { Payment, ResolvedOutcome } from "./payment.js";

/** A payment in flight, shared by all callers that wait for it. */
export class PendingPayment {
  /** When it was requested, in seconds since the process started. */
  readonly requestedAt = performance.now() / 1000;
  private readonly result = Promise.withResolvers<ResolvedOutcome>();
  private readonly submission = Promise.withResolvers<string>();
  private hash: string | undefined;
  private state: "queued" | "sending" | "withdrawn" = "queued";

  /** @param release Frees the payment's slot in the gateway. */
  constructor(
    readonly payment: Payment,
    private readonly release: () => void,
  ) {}

  /** Resolves with the outcome. Never rejects. */
  get resolved(): Promise<ResolvedOutcome> {
    return this.result.promise;
  }

  /** Resolves with the hash of its transaction once that is in the journal. Never rejects, and may never resolve. */
  get submitted(): Promise<string> {
    return this.submission.promise;
  }

  get alone(): boolean {
    return this.payment.alone;
  }

  /** Hash of the latest transaction that may be in flight. */
  get transaction(): string | undefined {
    return this.hash;
  }

  /** Claims the payment for sending. @returns Whether it may be sent; false if it was withdrawn. */
  begin(): boolean {
    if (this.state === "queued") this.state = "sending";
    return this.state === "sending";
  }

  /** Withdraws the payment. @returns Whether this call withdrew it; then it is guaranteed never to be sent. */
  withdraw(): boolean {
    if (this.state !== "queued") return false;
    this.state = "withdrawn";
    return true;
  }

  /** Records that its transaction, or a replacement, is in the journal. */
  markSubmitted(hash: string): void {
    this.state = "sending";
    this.hash = hash;
    this.submission.resolve(hash);
  }

  /** Frees its slot and passes the outcome to all callers. */
  resolve(outcome: ResolvedOutcome): void {
    this.release();
    this.result.resolve(outcome);
  }
}
