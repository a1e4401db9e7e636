import type { SignedPayment } from "./paymentSigner.js";

/**
 * Signed payments whose responses have not arrived completely, by request: when the same request is made again, it
 * sends the same payment again. A request that is made several times concurrently has several.
 */
export interface OpenPayments {
  /** Returns the open payments of a request that have not expired. */
  find(request: string): Promise<readonly SignedPayment[]>;
  /** Stores a payment; storing it twice has no further effect. */
  keep(request: string, payment: SignedPayment): Promise<void>;
  /** Removes a payment, if it is stored. */
  drop(request: string, payment: SignedPayment): Promise<void>;
}

/** Open payments within one process. */
export class MemoryOpenPayments implements OpenPayments {
  /** By payment header. */
  private readonly open = new Map<string, { request: string; payment: SignedPayment }>();

  /** @param now Returns the time in milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  find(request: string): Promise<readonly SignedPayment[]> {
    const own = [...this.open.values()].filter((kept) => kept.request === request);
    return Promise.resolve(own.map(({ payment }) => payment).filter(({ until }) => until > this.now()));
  }

  keep(request: string, payment: SignedPayment): Promise<void> {
    for (const [header, kept] of this.open) if (kept.payment.until <= this.now()) this.open.delete(header);
    this.open.set(payment.header, { request, payment });
    return Promise.resolve();
  }

  drop(_request: string, { header }: SignedPayment): Promise<void> {
    this.open.delete(header);
    return Promise.resolve();
  }
}
