import type { SettlementChain, SignedTransaction } from "./chain.js";
import type { Entry } from "./entry.js";
import { SettlementError } from "./errors.js";
import { lastOf, type Journal, type SentBatch } from "./journal.js";
import { Lock } from "./lock.js";
import { within } from "./within.js";

/** How often a batch is signed anew when the node refuses it, because another program used the account. */
const ATTEMPTS = 2;

/** Gives each batch its nonce, writes it down and sends it: one after the other, so that nonces have no gaps. */
export class Sender {
  private readonly lock = new Lock();
  /** The next nonce; unknown at the start, and after a refusal. */
  private next: number | undefined;

  /**
   * @param floor The least that the next nonce can be: one more than that of the last open batch, which the node may not know.
   * @param lastBatch Number of the last batch.
   * @param answerWithin Milliseconds that the node has for an answer: those behind wait for it.
   */
  constructor(
    private readonly chain: SettlementChain,
    private readonly journal: Journal,
    private floor: number,
    private lastBatch: number,
    private readonly answerWithin: number,
  ) {}

  /**
   * Sends those of the entries that were not withdrawn.
   * @returns The batch, which may be on its way; undefined when all were withdrawn.
   * @throws SettlementError, or the node's error, when it is certain that nothing was sent.
   */
  send(entries: readonly Entry[]): Promise<{ batch: SentBatch; entries: Entry[] } | undefined> {
    return this.lock.run(async () => {
      const live = entries.filter((entry) => entry.begin());
      return live.length === 0 ? undefined : { batch: await this.sendLive(live), entries: live };
    });
  }

  /** Waits until nothing is being sent. */
  idle(): Promise<void> {
    return this.lock.run(() => Promise.resolve());
  }

  private async sendLive(entries: readonly Entry[]): Promise<SentBatch> {
    for (let attempt = 1; ; attempt++) {
      const batch = await this.write(entries);
      for (const entry of entries) entry.markSent(lastOf(batch).hash);
      const refusal = await this.broadcast(lastOf(batch));
      if (refusal === undefined) return batch;
      await this.journal.dropped(batch.batch);
      this.next = undefined;
      this.floor = batch.nonce;
      if (refusal.code === "Unfit" || attempt === ATTEMPTS) throw refusal;
    }
  }

  /** Signs, and writes down what was signed before anything leaves this machine. */
  private async write(entries: readonly Entry[]): Promise<SentBatch> {
    const payments = entries.map(({ payment }) => payment);
    const nonce = this.next ?? Math.max(this.floor, await this.answer(this.chain.transactionCount()));
    const transactions = [await this.answer(this.chain.sign(payments, nonce))];
    const batch = { batch: ++this.lastBatch, nonce, transactions, payments };
    await this.journal.sent(batch);
    this.next = nonce + 1;
    return batch;
  }

  /** @returns Why the node did certainly not take it; after any other fault the transaction may be on its way, and is watched. */
  private async broadcast(transaction: SignedTransaction): Promise<SettlementError | undefined> {
    try {
      await this.answer(this.chain.broadcast(transaction));
    } catch (error) {
      if (error instanceof SettlementError && (error.code === "Refused" || error.code === "Unfit")) return error;
    }
    return undefined;
  }

  private answer<Value>(asked: Promise<Value>): Promise<Value> {
    return within(this.answerWithin, asked);
  }
}
