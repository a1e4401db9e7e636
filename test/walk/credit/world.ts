import { ZeroAddress } from "ethers";
import type { Deal } from "../../fixtures/deals.js";
import { ARBITRATION_PERIOD, Status } from "../../fixtures/hub.js";
import type { Ledger, LoanRecord } from "../../model/credit/ledger.js";
import { idOfLoan, LoanStatus, type Loan } from "../../model/credit/terms.js";
import type { Escrow } from "../../model/book.js";
import { UNSIGNED, type Signed } from "../../model/hashes.js";
import type { Random } from "../random.js";
import type { Party } from "../stage.js";
import type { CreditStage, Place } from "./stage.js";

/** One transaction: what is sent, and what the model makes of it. */
export interface Step {
  caller: Party;
  to: string;
  data: string;
  predict: () => void;
  deals?: readonly Deal[];
  loans?: readonly Loan[];
}

/** Chooses the next step. */
export type Action = (world: World) => Step;

/** Deals and loans that stay within reach; older ones are compared, but not called again. */
const POOL = 40;

const HOUR = 3_600n;
const DAY = 86_400n;
const ERA = 3_000n * DAY;

/** What the walk knows and chooses from. */
export class World {
  readonly random: Random;
  readonly stage: CreditStage;
  readonly ledger: Ledger;
  readonly deals = new Map<string, Deal>();
  readonly loans = new Map<string, Loan>();
  recentDeals: Deal[] = [];
  recentLoans: Loan[] = [];
  /** The loan whose limit the clock was set for; steps like to call with it. */
  focus: Loan | undefined;
  #refs = 0n;

  constructor(random: Random, stage: CreditStage) {
    this.random = random;
    this.stage = stage;
    this.ledger = stage.ledger;
  }

  get book() {
    return this.ledger.book;
  }

  get now(): bigint {
    return this.book.now;
  }

  get credit() {
    return this.stage.credit.interface;
  }

  party(): Party {
    return this.random.pick(this.stage.parties);
  }

  /** Mostly the account that may do it, else anyone. */
  callerFor(address: string): Party {
    const party = this.stage.parties.find((candidate) => candidate.address === address);
    return party === undefined || this.random.chance(7) ? this.party() : party;
  }

  newRef(): string {
    this.#refs += 1n;
    return `0x${this.#refs.toString(16).padStart(64, "0")}`;
  }

  /** Mostly the account's signature, else one that must not count. */
  sign(account: string, digest: string): Signed {
    const party = this.stage.parties.find(({ address }) => address === account) ?? this.party();
    const good = { signer: party.address, digest, bytes: party.key.sign(digest).serialized };
    if (!this.random.chance(3)) return good;
    const other = this.party();
    return this.random.pick<Signed>([
      UNSIGNED,
      { signer: ZeroAddress, digest, bytes: good.bytes.slice(0, -2) },
      { signer: other.address, digest, bytes: other.key.sign(digest).serialized },
    ]);
  }

  /** Mostly one that was created. */
  place(): Place {
    const created = this.stage.payoutAccounts.filter(({ address }) => this.ownerOf(address) !== ZeroAddress);
    return this.random.pick(created.length === 0 || this.random.chance(4) ? this.stage.payoutAccounts : created);
  }

  ownerOf(account: string): string {
    return this.ledger.account(account).owner;
  }

  escrow(deal: Deal): Escrow {
    return this.book.escrow(this.book.hashes.idOf(deal));
  }

  isLoan(loan: Loan): boolean {
    return this.ledger.statusOf(idOfLoan(loan)) === LoanStatus.Active;
  }

  activeLoans(): Loan[] {
    return this.recentLoans.filter((loan) => this.isLoan(loan));
  }

  /** Mostly an active one that fits, as far as there is one. */
  anyLoan(fits: (loan: Loan, record: LoanRecord) => boolean = () => true): Loan | undefined {
    const fitting = (loan: Loan) => {
      const record = this.ledger.accruedLoan(idOfLoan(loan));
      return record?.status === LoanStatus.Active && fits(loan, record);
    };
    if (this.focus !== undefined && fitting(this.focus)) return this.focus;
    const candidates = this.random.chance(4) ? [] : this.recentLoans.filter(fitting);
    const pool = candidates.length > 0 ? candidates : this.recentLoans;
    return pool.length === 0 ? undefined : this.random.pick(pool);
  }

  /** Mostly one that fits, as far as there is one. */
  anyDeal(fits: (deal: Deal, escrow: Escrow) => boolean): Deal {
    const candidates = this.random.chance(5) ? [] : this.recentDeals.filter((deal) => fits(deal, this.escrow(deal)));
    return this.random.pick(candidates.length > 0 ? candidates : this.recentDeals);
  }

  /** A part of what there is: nothing, one unit, some, all, or one unit too many. */
  partOf(available: bigint): bigint {
    const some = available > 1n ? (available * this.random.bits(16)) >> 16n : available;
    return this.random.pick([0n, 1n, some, some, some, some, some, available, available, available + 1n]);
  }

  /** Keeps what a step was about. */
  remember({ deals = [], loans = [] }: Step): void {
    for (const deal of deals) {
      const id = this.book.hashes.idOf(deal);
      if (!this.deals.has(id)) this.recentDeals = [...this.recentDeals, deal].slice(-POOL);
      this.deals.set(id, deal);
    }
    for (const loan of loans) {
      const id = idOfLoan(loan);
      // A loan stays within reach until it has ended.
      if (!this.loans.has(id)) {
        const old = this.recentLoans.filter((other) => !this.isLoan(other)).slice(-POOL);
        this.recentLoans = [...this.recentLoans.filter((other) => this.isLoan(other)), ...old, loan];
      }
      this.loans.set(id, loan);
    }
  }

  /** Sets the clock for the next step: mostly a little later, often to a limit of something, or a second around it. */
  tick(): void {
    this.focus = undefined;
    const { now } = this;
    this.book.now = now + this.random.between(1n, this.random.chance(1) ? DAY : 90n);
    if (!this.random.chance(30)) return;
    // The end of a loan is years away. Would the clock go there each time, no order would ever be paid.
    const horizon = this.random.chance(1) ? ERA : this.random.chance(15) ? 3n * DAY : 6n * HOUR;
    const isNear = (limit: bigint) => limit > now && limit < now + horizon;
    const around = (limits: bigint[]) => this.random.pick(limits.filter(isNear)) + this.random.between(-1n, 1n);
    let time = now;
    if (this.random.chance(75)) {
      const candidates = this.recentLoans.filter((loan) => this.#limitsOf(loan).some(isNear));
      if (candidates.length === 0) return;
      this.focus = this.random.pick(candidates);
      time = around(this.#limitsOf(this.focus));
    } else {
      const candidates = this.recentDeals.filter((deal) => this.#limitsOfDeal(deal).some(isNear));
      if (candidates.length > 0) time = around(this.#limitsOfDeal(this.random.pick(candidates)));
    }
    if (time > now) this.book.now = time;
  }

  /** Due dates with and without the grace period, and the end; of an offer, when it expires. */
  #limitsOf(loan: Loan): bigint[] {
    const record = this.ledger.loan(idOfLoan(loan));
    if (record === undefined) return [loan.validUntil];
    if (record.status !== LoanStatus.Active) return [];
    const { due, period, grace, instalments } = loan;
    if (due === 0n) return [record.lapsesAt];
    const passed = period > 0n && this.now > due + grace ? (this.now - due - grace) / period : 0n;
    const dates = [0n, 1n, instalments - 1n].map((more) => due + (passed + more) * period + grace);
    return [due, ...dates, record.lapsesAt];
  }

  #limitsOfDeal(deal: Deal): bigint[] {
    const { status, markedAt } = this.escrow(deal);
    if (status === Status.Delivered) return [markedAt + deal.window];
    if (status === Status.Disputed) return [markedAt + ARBITRATION_PERIOD];
    return status === Status.Open ? [deal.deadline] : [];
  }
}
