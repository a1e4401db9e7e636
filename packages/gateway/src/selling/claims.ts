/** A handler's answer, as it goes out. */
export interface KeptAnswer {
  status: number;
  headers: Readonly<Record<string, string | number | readonly string[]>>;
  body: Buffer;
}

/** Who wants to use a payment. */
export interface Claimant {
  /** Payer and nonce. */
  key: string;
  /** What makes two requests the same: method, host, address, body, and the payment's header, with a secret that is not on the chain. */
  fingerprint: string;
  /** Seconds since 1970; after it the chain refuses the payment, and the claim is of no use. */
  until: bigint;
  /** Whether who asks can prove it when asking again; else nobody ever gets the answer a second time, and it need not be kept. */
  isProvable: boolean;
}

/** Who may use which payment. One for all processes of a seller, or two of them could run the handler for one payment. */
export interface ClaimStore {
  /** Takes the payment for the request. @returns Whether it got it: of many that ask together one does. */
  claim(claimant: Claimant): Promise<boolean>;
  /** The answer that the handler gave to this very request before. */
  find(claimant: Claimant): Promise<KeptAnswer | undefined>;
  /** Keeps the handler's answer. The payment stays taken. @throws when it cannot: then nothing is charged for it */
  keep(claimant: Claimant, answer: KeptAnswer): Promise<void>;
  /** The answer was paid and went out: it may be dropped when there is need of room. The payment stays taken. */
  delivered(claimant: Claimant): Promise<void>;
  /** Gives the payment back: nobody was charged. */
  release(claimant: Claimant): Promise<void>;
  /** Gives it back to this very request only: its payer may be charged yet, and strangers may have seen the payment. */
  park(claimant: Claimant): Promise<void>;
}

interface Held extends Claimant {
  answer?: KeptAnswer;
  isDelivered?: boolean;
  isParked?: boolean;
}

/** Seconds after which a claim is forgotten, whatever its payment says: by then it was settled, and the chain refuses its nonce. */
const LONGEST = 86_400n;

/** Claims of one process. */
export class MemoryClaims implements ClaimStore {
  private readonly held = new Map<string, Held>();
  private bytes = 0;
  private sweptAt = -1n;

  /**
   * @param maxBytes Of all kept answers with their headers. Beyond it those that were delivered are dropped, the oldest first, and their
   * payments stay taken; what has no room even then is not kept, and not sold.
   */
  constructor(
    private readonly maxBytes = 16 * 1024 * 1024,
    private readonly now: () => bigint = () => BigInt(Math.floor(Date.now() / 1000)),
  ) {}

  claim(claimant: Claimant): Promise<boolean> {
    this.forget();
    const held = this.held.get(claimant.key);
    if (held !== undefined && !(held.isParked === true && held.fingerprint === claimant.fingerprint)) {
      return Promise.resolve(false);
    }
    const latest = this.now() + LONGEST;
    this.held.set(claimant.key, { ...claimant, until: claimant.until < latest ? claimant.until : latest });
    return Promise.resolve(true);
  }

  find({ key, fingerprint }: Claimant): Promise<KeptAnswer | undefined> {
    this.forget();
    const held = this.held.get(key);
    return Promise.resolve(held?.fingerprint === fingerprint ? held.answer : undefined);
  }

  keep({ key }: Claimant, answer: KeptAnswer): Promise<void> {
    const held = this.held.get(key);
    if (held === undefined) return Promise.resolve();
    this.drop(held);
    const size = sizeOf(answer);
    if (!this.makeRoom(size)) {
      return Promise.reject(new Error(`There is no room to keep ${size} bytes until they are paid and delivered.`));
    }
    held.answer = answer;
    held.isDelivered = false;
    this.bytes += size;
    return Promise.resolve();
  }

  delivered({ key }: Claimant): Promise<void> {
    const held = this.held.get(key);
    if (held) held.isDelivered = true;
    return Promise.resolve();
  }

  release({ key }: Claimant): Promise<void> {
    const held = this.held.get(key);
    if (held) this.drop(held);
    this.held.delete(key);
    return Promise.resolve();
  }

  park({ key }: Claimant): Promise<void> {
    const held = this.held.get(key);
    if (held) held.isParked = true;
    return Promise.resolve();
  }

  /** At most once a second: there may be many. */
  private forget(): void {
    const now = this.now();
    if (now === this.sweptAt) return;
    this.sweptAt = now;
    for (const [key, held] of this.held) {
      if (held.until > now) continue;
      this.drop(held);
      this.held.delete(key);
    }
  }

  /** Drops nothing when that would not be enough. */
  private makeRoom(size: number): boolean {
    // The usual case, on the way of every sale: there may be many claims.
    if (this.bytes + size <= this.maxBytes) return true;
    const old = [...this.held.values()].filter(
      ({ answer, isDelivered }) => answer !== undefined && isDelivered === true,
    );
    const droppable = old.reduce((sum, { answer }) => sum + sizeOf(answer), 0);
    if (this.bytes - droppable + size > this.maxBytes) return false;
    for (const held of old) {
      if (this.bytes + size <= this.maxBytes) break;
      this.drop(held);
    }
    return true;
  }

  private drop(held: Held): void {
    this.bytes -= sizeOf(held.answer);
    delete held.answer;
  }
}

/** Bytes of the body, and of the names and values of the headers. */
function sizeOf(answer: KeptAnswer | undefined): number {
  if (answer === undefined) return 0;
  const headers = Object.entries(answer.headers).flat(2);
  return headers.reduce((sum: number, part) => sum + Buffer.byteLength(String(part)), answer.body.length);
}
