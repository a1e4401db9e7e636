import type { SignedPayment } from "./paymentSigner.js";

/**
 * Payments that are being sent, or whose response bodies are still being read. A concurrent call of the same request
 * must not reuse them: it signs a payment of its own.
 */
export class InFlightPayments {
  /** Payment headers and when they expire, in milliseconds since 1970. */
  private readonly expiries = new Map<string, number>();

  has({ header }: SignedPayment): boolean {
    return this.expiries.has(header);
  }

  /** Marks a payment as in flight. @returns A function that ends this. */
  begin({ header, until }: SignedPayment): () => void {
    // An unread body never signals completion.
    for (const [other, expiry] of this.expiries) if (expiry <= Date.now()) this.expiries.delete(other);
    this.expiries.set(header, until);
    return () => {
      this.expiries.delete(header);
    };
  }
}
