import { Mutex, withTimeout } from "./async.js";
import type { SettlementChain, SignedTransaction } from "./chain.js";
import { SettlementError } from "./errors.js";
import { latestOf, type Journal, type SubmittedBatch } from "./journal.js";
import type { PendingPayment } from "./pendingPayment.js";

/** How often a batch is signed if the node rejects it, for example because another program used the account. */
const ATTEMPTS = 2;

/**
 * Assigns each batch its nonce, journals it and broadcasts it. Batches go one after the other, so that nonces have no
 * gaps.
 */
export class Sender {
  private readonly mutex = new Mutex();
  /** The next nonce; unknown at the start and after a rejection. */
  private next: number | undefined;

  /**
   * @param minimumNonce Lower bound of the next nonce: one more than that of the last open batch, which the node may
   * not know.
   * @param lastBatch Number of the last batch.
   * @param timeout Milliseconds for each response of the node: later batches wait for it.
   */
  constructor(
    private readonly chain: SettlementChain,
    private readonly journal: Journal,
    private minimumNonce: number,
    private lastBatch: number,
    private readonly timeout: number,
  ) {}

  /**
   * Sends the payments that were not withdrawn.
   * @returns The batch, which may be in flight, and its payments; undefined if all were withdrawn.
   * @throws SettlementError, or the node's error, if it is certain that nothing was sent
   */
  send(
    payments: readonly PendingPayment[],
  ): Promise<{ batch: SubmittedBatch; payments: PendingPayment[] } | undefined> {
    return this.mutex.run(async () => {
      const active = payments.filter((payment) => payment.begin());
      return active.length === 0 ? undefined : { batch: await this.submit(active), payments: active };
    });
  }

  /** Waits until nothing is being sent. */
  idle(): Promise<void> {
    return this.mutex.run(() => Promise.resolve());
  }

  private async submit(payments: readonly PendingPayment[]): Promise<SubmittedBatch> {
    for (let attempt = 1; ; attempt++) {
      const batch = await this.signAndJournal(payments);
      for (const payment of payments) payment.markSubmitted(latestOf(batch).hash);
      const rejection = await this.broadcast(latestOf(batch));
      if (rejection === undefined) return batch;
      await this.journal.dropped(batch.batch);
      this.next = undefined;
      this.minimumNonce = batch.nonce;
      if (rejection.code === "Unfit" || attempt === ATTEMPTS) throw rejection;
    }
  }

  /** The journal knows a signed transaction before it leaves this machine. */
  private async signAndJournal(pending: readonly PendingPayment[]): Promise<SubmittedBatch> {
    const payments = pending.map(({ payment }) => payment);
    const nonce = this.next ?? Math.max(this.minimumNonce, await this.response(this.chain.transactionCount()));
    const transaction = await this.response(this.chain.sign(payments, nonce));
    const batch: SubmittedBatch = { batch: ++this.lastBatch, nonce, transactions: [transaction], payments };
    await this.journal.sent(batch);
    this.next = nonce + 1;
    return batch;
  }

  /**
   * @returns The error if the node certainly rejected it. After any other error it may be in flight, and is watched.
   */
  private async broadcast(transaction: SignedTransaction): Promise<SettlementError | undefined> {
    try {
      await this.response(this.chain.broadcast(transaction));
    } catch (error) {
      if (error instanceof SettlementError && (error.code === "Refused" || error.code === "Unfit")) return error;
    }
    return undefined;
  }

  private response<Value>(response: Promise<Value>): Promise<Value> {
    return withTimeout(this.timeout, response);
  }
}
