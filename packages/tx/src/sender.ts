import { Mutex, withTimeout } from "./async.js";
import type { SignedTransaction, TransactionChain } from "./chain.js";
import { isTransactionError, type TransactionError } from "./errors.js";
import type { Journal } from "./journal.js";
import { latestOf, type JournaledSubmission } from "./submission.js";

/** How often a transaction is signed if the node rejects it, for example because another program used the account. */
const ATTEMPTS = 2;

/** What a sender starts with. */
export interface SenderState {
  /**
   * Lower bound of the next nonce: one more than that of the last open submission, which the node may not know.
   */
  minimumNonce: number;
  /** Number of the last submission. */
  lastId: number;
  /** Milliseconds for each response of the node: later submissions wait for it. */
  timeout: number;
}

/**
 * Assigns each submission its nonce, journals it and broadcasts it. Submissions go one after the other, so that nonces
 * have no gaps.
 */
export class Sender<Purpose> {
  private readonly mutex = new Mutex();
  /** The next nonce; unknown at the start and after a rejection. */
  private next: number | undefined;

  constructor(
    private readonly chain: TransactionChain<Purpose>,
    private readonly journal: Pick<Journal<Purpose, never>, "sent" | "dropped">,
    private readonly state: SenderState,
  ) {}

  /**
   * Sends the transaction for a purpose.
   * @param prepare Returns the purpose when its turn comes; undefined to send nothing.
   * @param onSubmitted Called when it is in the journal, before it is broadcast; again if it was signed again.
   * @returns The submission, which may be in flight; undefined if nothing was sent.
   * @throws TransactionError, or the node's error, if it is certain that nothing was sent
   */
  send(
    prepare: () => Purpose | undefined,
    onSubmitted: (submission: JournaledSubmission<Purpose>) => void,
  ): Promise<JournaledSubmission<Purpose> | undefined> {
    return this.mutex.run(async () => {
      const purpose = prepare();
      return purpose === undefined ? undefined : this.submit(purpose, onSubmitted);
    });
  }

  /** Waits until nothing is being sent. */
  idle(): Promise<void> {
    return this.mutex.run(() => Promise.resolve());
  }

  private async submit(
    purpose: Purpose,
    onSubmitted: (submission: JournaledSubmission<Purpose>) => void,
  ): Promise<JournaledSubmission<Purpose>> {
    for (let attempt = 1; ; attempt++) {
      const submission = await this.signAndJournal(purpose);
      onSubmitted(submission);
      const rejection = await this.broadcast(latestOf(submission));
      if (rejection === undefined) return submission;
      await this.journal.dropped(submission.id);
      this.next = undefined;
      this.state.minimumNonce = submission.nonce;
      if (rejection.code === "Unfit" || attempt === ATTEMPTS) throw rejection;
    }
  }

  /** The journal knows a signed transaction before it leaves this machine. */
  private async signAndJournal(purpose: Purpose): Promise<JournaledSubmission<Purpose>> {
    const { state } = this;
    const nonce = this.next ?? Math.max(state.minimumNonce, await this.response(this.chain.transactionCount()));
    const transaction = await this.response(this.chain.sign(purpose, nonce));
    const submission: JournaledSubmission<Purpose> = {
      ...{ id: ++state.lastId, nonce, purpose },
      transactions: [transaction],
    };
    await this.journal.sent(submission);
    this.next = nonce + 1;
    return submission;
  }

  /**
   * @returns The error if the node certainly rejected it. After any other error it may be in flight, and is watched.
   */
  private async broadcast(transaction: SignedTransaction): Promise<TransactionError | undefined> {
    try {
      await this.response(this.chain.broadcast(transaction));
    } catch (error) {
      if (isTransactionError(error) && (error.code === "Refused" || error.code === "Unfit")) return error;
    }
    return undefined;
  }

  private response<Value>(response: Promise<Value>): Promise<Value> {
    return withTimeout(this.state.timeout, response);
  }
}
