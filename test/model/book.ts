import { MandateStatus, MAX_FEE_BPS, Status } from "../fixtures/hub.js";
import type { Deal, Mandate } from "../fixtures/deals.js";
import { feeOf } from "./accrual.js";
import { Coin } from "./coin.js";
import { Refusal, require } from "./errors.js";
import type { Hashes } from "./hashes.js";
import { Journal, Table } from "./journal.js";

export interface Escrow {
  readonly funded: bigint;
  readonly paid: bigint;
  readonly markedAt: bigint;
  readonly status: bigint;
}

export interface Charged {
  readonly charged: bigint;
  readonly period: bigint;
  readonly status: bigint;
}

/** Addresses that the hub knows. */
export interface Places {
  hub: string;
  coin: string;
  treasury: string;
  owner: string;
}

const NO_ESCROW: Escrow = { funded: 0n, paid: 0n, markedAt: 0n, status: Status.None };
const NOT_CHARGED: Charged = { charged: 0n, period: 0n, status: MandateStatus.None };

/** What the hub must know, by what `IPaymentHub` promises. The files beside this one say what each function does. */
export class Book {
  readonly journal = new Journal();
  readonly coin = new Coin(this.journal);
  readonly places: Places;
  readonly hashes: Hashes;
  /** The second of the transaction, and who sent it. */
  now = 0n;
  caller = "";
  readonly #escrows = new Table<Escrow>(this.journal, NO_ESCROW);
  readonly #mandates = new Table<Charged>(this.journal, NOT_CHARGED);
  readonly #numbers = new Table<bigint>(this.journal, 0n);

  constructor(places: Places, hashes: Hashes) {
    this.places = places;
    this.hashes = hashes;
  }

  /** What happens when the caller sends this at that time: nothing at all if it is refused. */
  attempt(now: bigint, caller: string, action: () => void): Refusal | undefined {
    this.now = now;
    this.caller = caller;
    try {
      action();
      this.journal.keep();
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.journal.takeBack();
      return error;
    }
  }

  get fee(): bigint {
    return this.#numbers.get("fee");
  }

  get fees(): bigint {
    return this.#numbers.get("fees");
  }

  escrow(id: string): Escrow {
    return this.#escrows.get(id);
  }

  mandate(id: string): Charged {
    return this.#mandates.get(id);
  }

  change(id: string, change: Partial<Escrow>): void {
    this.#escrows.set(id, { ...this.escrow(id), ...change });
  }

  changeMandate(id: string, change: Partial<Charged>): void {
    this.#mandates.set(id, { ...this.mandate(id), ...change });
  }

  /** Puts the fee of a payment aside and returns what the payee gets. */
  takeFee(amount: bigint, { feeBps }: Deal | Mandate): bigint {
    const fee = feeOf(amount, feeBps);
    this.#numbers.set("fees", this.fees + fee);
    return amount - fee;
  }

  send(to: string, amount: bigint): void {
    this.coin.transfer(this.places.hub, to, amount);
  }

  setFee(fee: bigint): void {
    require(this.caller === this.places.owner, "OwnableUnauthorizedAccount", this.caller);
    require(fee <= MAX_FEE_BPS, "HubInvalidFee", fee, MAX_FEE_BPS);
    this.#numbers.set("fee", fee);
  }

  collect(): void {
    const amount = this.fees;
    this.#numbers.set("fees", 0n);
    this.send(this.places.treasury, amount);
  }
}
