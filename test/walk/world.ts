import { ZeroAddress } from "ethers";
import type { Deal, Mandate } from "../fixtures/deals.js";
import { ARBITRATION_PERIOD, MandateStatus, Status } from "../fixtures/hub.js";
import type { Book, Escrow } from "../model/book.js";
import { UNSIGNED, type Signed } from "../model/hashes.js";
import type { Random } from "./random.js";
import type { Party, Stage } from "./stage.js";

/** One transaction: what is sent, and what the model makes of it. */
export interface Step {
  caller: Party;
  to: "hub" | "coin";
  data: string;
  predict: () => void;
  deals?: Deal[];
  mandates?: Mandate[];
}

/** Chooses the next step. */
export type Action = (world: World) => Step;

/** Deals, quotes and mandates that stay within reach; older ones are compared, but not called again. */
const POOL = 70;

const HOUR = 3_600n;
const DAY = 86_400n;

/** What the walk knows and chooses from. */
export class World {
  readonly random: Random;
  readonly stage: Stage;
  readonly book: Book;
  /** Every deal and mandate that was ever sent, by id. */
  readonly deals = new Map<string, Deal>();
  readonly mandates = new Map<string, Mandate>();
  recentDeals: Deal[] = [];
  recentMandates: Mandate[] = [];
  /** Deals without payer, which their payees quoted. */
  quotes: Deal[] = [];
  /** What the clock was set for; steps like to call with it. */
  focus: Deal | Mandate | undefined;
  isAtLimit = false;
  #refs = 0n;

  constructor(random: Random, stage: Stage) {
    this.random = random;
    this.stage = stage;
    this.book = stage.book;
  }

  get hub() {
    return this.stage.hub.interface;
  }

  party(): Party {
    return this.random.pick(this.stage.parties);
  }

  /** Mostly the account that may do it, else anyone. */
  callerFor(...allowed: string[]): Party {
    if (allowed.length === 0) return this.party();
    const address = this.random.pick(allowed);
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
    if (!this.random.chance(6)) return good;
    const other = this.party();
    const { hashes } = this.book;
    const otherDigest = hashes.signedId(hashes.idOf({ ...this.anyDeal(() => true), ref: this.newRef() }));
    return this.random.pick<Signed>([
      UNSIGNED,
      { signer: ZeroAddress, digest, bytes: good.bytes.slice(0, -2) },
      { signer: other.address, digest, bytes: other.key.sign(digest).serialized },
      { signer: party.address, digest: otherDigest, bytes: party.key.sign(otherDigest).serialized },
    ]);
  }

  /** Mostly one that fits, as far as there is one. */
  anyDeal(fits: (deal: Deal, escrow: Escrow) => boolean): Deal {
    const fitting = (deal: Deal) => fits(deal, this.book.escrow(this.book.hashes.idOf(deal)));
    if (this.focus !== undefined && "price" in this.focus && fitting(this.focus)) return this.focus;
    const candidates = this.random.chance(5) ? [] : this.recentDeals.filter(fitting);
    return this.random.pick(candidates.length > 0 ? candidates : this.recentDeals);
  }

  anyMandate(fits: (mandate: Mandate, status: bigint) => boolean): Mandate {
    const fitting = (mandate: Mandate) =>
      fits(mandate, this.book.mandate(this.book.hashes.idOfMandate(mandate)).status);
    if (this.focus !== undefined && "limit" in this.focus && fitting(this.focus)) return this.focus;
    const candidates = this.random.chance(5) ? [] : this.recentMandates.filter(fitting);
    return this.random.pick(candidates.length > 0 ? candidates : this.recentMandates);
  }

  /** A part of what there is: nothing, one unit, some, all, or one unit too many. */
  partOf(available: bigint): bigint {
    const some = available > 1n ? (available * this.random.bits(16)) >> 16n : available;
    return this.random.pick([0n, 1n, some, some, some, some, some, available, available, available + 1n]);
  }

  /** Keeps what a step was about. */
  remember({ deals = [], mandates = [] }: Step): void {
    for (const deal of deals) {
      const id = this.book.hashes.idOf(deal);
      if (!this.deals.has(id)) this.recentDeals = [...this.recentDeals, deal].slice(-POOL);
      this.deals.set(id, deal);
    }
    for (const mandate of mandates) {
      const id = this.book.hashes.idOfMandate(mandate);
      if (!this.mandates.has(id)) this.recentMandates = [...this.recentMandates, mandate].slice(-POOL / 2);
      this.mandates.set(id, mandate);
    }
  }

  /** Sets the clock for the next step: mostly a little later, often to a limit of something, or a second around it. */
  tick(): void {
    this.focus = undefined;
    this.isAtLimit = false;
    const { now } = this.book;
    const later = now + this.random.between(1n, this.random.chance(1) ? DAY : 90n);
    this.book.now = later;
    if (!this.random.chance(30)) return;
    const isDeal = this.random.chance(75);
    // Most limits are days away. Would the clock go there each time, all orders were late.
    const horizon = this.random.chance(2) ? 60n * DAY : this.random.chance(20) ? DAY : 3n * HOUR;
    const isNear = (limit: bigint) => limit > now && limit < now + horizon;
    const candidates: (Deal | Mandate)[] = isDeal
      ? this.recentDeals.filter((deal) => this.#limitsOf(deal).some(isNear))
      : this.recentMandates.filter((mandate) => this.#limitsOfMandate(mandate).some(isNear));
    if (candidates.length === 0) return;
    const focus = this.random.pick(candidates);
    const limits = "price" in focus ? this.#limitsOf(focus) : this.#limitsOfMandate(focus);
    const time = this.random.pick(limits.filter(isNear)) + this.random.between(-1n, 1n);
    this.focus = focus;
    this.isAtLimit = true;
    if (time > now) this.book.now = time;
  }

  /** Of deals that are open or were delivered or disputed. */
  #limitsOf(deal: Deal): bigint[] {
    const { status, markedAt } = this.book.escrow(this.book.hashes.idOf(deal));
    if (status === Status.None || status === Status.Closed) return [];
    if (deal.period > 0n) {
      const { start, deadline, period } = deal;
      const passed = this.book.now > start ? (this.book.now - start) / period : 0n;
      return [start, deadline, deadline, start + (passed + 1n) * period];
    }
    if (status === Status.Delivered) return [markedAt + deal.window];
    if (status === Status.Disputed) return [markedAt + ARBITRATION_PERIOD];
    return [deal.deadline];
  }

  #limitsOfMandate(mandate: Mandate): bigint[] {
    const { start, end, period } = mandate;
    const { status } = this.book.mandate(this.book.hashes.idOfMandate(mandate));
    if (status !== MandateStatus.Accepted) return [];
    const passed = this.book.now > start ? (this.book.now - start) / period : 0n;
    return [start, end, end, start + (passed + 1n) * period];
  }
}
