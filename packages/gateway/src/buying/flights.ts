import type { SignedPayment } from "./purse.js";

/** Payments that are being sent, or whose answers are still read: whoever asks the same at the same time pays by another. */
export class Flights {
  /** Milliseconds since 1970 until which they count, by their headers. */
  private readonly under = new Map<string, number>();

  has({ header }: SignedPayment): boolean {
    return this.under.has(header);
  }

  /** @returns Ends it. */
  begin({ header, until }: SignedPayment): () => void {
    // Of an answer that nobody reads nobody says that it has ended.
    for (const [other, end] of this.under) if (end <= Date.now()) this.under.delete(other);
    this.under.set(header, until);
    return () => {
      this.under.delete(header);
    };
  }
}
