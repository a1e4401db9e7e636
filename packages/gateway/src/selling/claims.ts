/** A complete response of a handler, ready to be sent. */
export interface KeptAnswer {
  status: number;
  headers: Readonly<Record<string, string | number | readonly string[]>>;
  body: Buffer;
}

/** A request that wants to use a payment. */
export interface Claimant {
  /** Identifies the payment: payer and nonce. */
  key: string;
  /**
   * Identifies the request by its method, host, URL, body and payment header. The header may contain a payment
   * identifier, a secret that is not published on the chain.
   */
  fingerprint: string;
  /**
   * When the payment expires, as a Unix time in seconds. After that the chain rejects it, and the claim is pointless.
   */
  until: bigint;
  /**
   * Whether the client can prove that it sent the request before. If not, its response is never replayed and need not
   * be stored.
   */
  isProvable: boolean;
}

/**
 * Grants requests the exclusive right to use a payment. All processes of a seller must share one store; otherwise two
 * of them could run the handler for the same payment.
 */
export interface ClaimStore {
  /**
   * Claims the payment for the request.
   * @returns Whether it succeeded; it does for exactly one of several concurrent requests.
   */
  claim(claimant: Claimant): Promise<boolean>;
  /** Returns the stored response to exactly this request; undefined if there is none. */
  find(claimant: Claimant): Promise<KeptAnswer | undefined>;
  /**
   * Stores the handler's response. The payment stays claimed.
   * @throws if it cannot be stored; then nothing is charged for it
   */
  keep(claimant: Claimant, answer: KeptAnswer): Promise<void>;
  /** Reports that the response was paid and sent: it may be deleted to make room. The payment stays claimed. */
  delivered(claimant: Claimant): Promise<void>;
  /** Releases the claim, because nobody was charged. */
  release(claimant: Claimant): Promise<void>;
  /**
   * Releases the claim for this request only: its payer may still be charged, and others may have seen the
   * payment.
   */
  park(claimant: Claimant): Promise<void>;
}

/**
 * Claims the payment of a request, unless the request holds the claim already.
 * @returns Whether it now holds the claim.
 */
export async function takeClaim(
  claims: ClaimStore,
  request: { readonly claimant: Claimant; isClaimed: boolean },
): Promise<boolean> {
  request.isClaimed ||= await claims.claim(request.claimant);
  return request.isClaimed;
}

interface Claim extends Claimant {
  answer?: KeptAnswer;
  isDelivered?: boolean;
  isParked?: boolean;
}

/**
 * Longest lifetime of a claim in seconds, whatever its payment states. By then it is settled, and the chain rejects its
 * nonce.
 */
const MAX_LIFETIME = 86_400n;

/** Claims within one process. */
export class MemoryClaims implements ClaimStore {
  private readonly claims = new Map<string, Claim>();
  private bytes = 0;
  private sweptAt = -1n;

  /**
   * @param maxBytes Size of all stored responses with their headers. If it is exceeded, delivered responses are
   * deleted, oldest first, while their payments stay claimed. A response that still does not fit is neither stored nor
   * sold. Default: 16 MiB.
   * @param now Returns the Unix time in seconds.
   */
  constructor(
    private readonly maxBytes = 16 * 1024 * 1024,
    private readonly now: () => bigint = () => BigInt(Math.floor(Date.now() / 1000)),
  ) {}

  claim(claimant: Claimant): Promise<boolean> {
    this.removeExpired();
    const claim = this.claims.get(claimant.key);
    if (claim !== undefined && !(claim.isParked === true && claim.fingerprint === claimant.fingerprint)) {
      return Promise.resolve(false);
    }
    const latest = this.now() + MAX_LIFETIME;
    this.claims.set(claimant.key, { ...claimant, until: claimant.until < latest ? claimant.until : latest });
    return Promise.resolve(true);
  }

  find({ key, fingerprint }: Claimant): Promise<KeptAnswer | undefined> {
    this.removeExpired();
    const claim = this.claims.get(key);
    return Promise.resolve(claim?.fingerprint === fingerprint ? claim.answer : undefined);
  }

  keep({ key }: Claimant, answer: KeptAnswer): Promise<void> {
    const claim = this.claims.get(key);
    if (claim === undefined) return Promise.resolve();
    this.deleteAnswer(claim);
    const size = sizeOf(answer);
    if (!this.makeRoom(size)) {
      return Promise.reject(new Error(`There is no room to keep ${size} bytes until they are paid and delivered.`));
    }
    claim.answer = answer;
    claim.isDelivered = false;
    this.bytes += size;
    return Promise.resolve();
  }

  delivered({ key }: Claimant): Promise<void> {
    const claim = this.claims.get(key);
    if (claim) claim.isDelivered = true;
    return Promise.resolve();
  }

  release({ key }: Claimant): Promise<void> {
    const claim = this.claims.get(key);
    if (claim) this.deleteAnswer(claim);
    this.claims.delete(key);
    return Promise.resolve();
  }

  park({ key }: Claimant): Promise<void> {
    const claim = this.claims.get(key);
    if (claim) claim.isParked = true;
    return Promise.resolve();
  }

  /** Runs at most once per second, because there may be many claims. */
  private removeExpired(): void {
    const now = this.now();
    if (now === this.sweptAt) return;
    this.sweptAt = now;
    for (const [key, claim] of this.claims) {
      if (claim.until > now) continue;
      this.deleteAnswer(claim);
      this.claims.delete(key);
    }
  }

  /** Deletes delivered responses until the size fits. Deletes nothing if that would not suffice. */
  private makeRoom(size: number): boolean {
    // The common case of every sale. It must not iterate over all claims.
    if (this.bytes + size <= this.maxBytes) return true;
    const delivered = [...this.claims.values()].filter(
      ({ answer, isDelivered }) => answer !== undefined && isDelivered === true,
    );
    const deletable = delivered.reduce((sum, { answer }) => sum + sizeOf(answer), 0);
    if (this.bytes - deletable + size > this.maxBytes) return false;
    for (const claim of delivered) {
      if (this.bytes + size <= this.maxBytes) break;
      this.deleteAnswer(claim);
    }
    return true;
  }

  private deleteAnswer(claim: Claim): void {
    this.bytes -= sizeOf(claim.answer);
    delete claim.answer;
  }
}

/** Returns the size in bytes of the body and of the names and values of the headers. */
function sizeOf(answer: KeptAnswer | undefined): number {
  if (answer === undefined) return 0;
  const headers = Object.entries(answer.headers).flat(2);
  return headers.reduce((sum: number, part) => sum + Buffer.byteLength(String(part)), answer.body.length);
}
