import { ZeroAddress } from "ethers";
import { at } from "../fixtures/at.js";
import { packTerms, type Deal } from "../fixtures/deals.js";
import { ALL, ARBITRATION_PERIOD, Status } from "../fixtures/hub.js";
import { least } from "./accrual.js";
import type { Book, Escrow } from "./book.js";
import { require } from "./errors.js";
import { isSigned, type Signed } from "./hashes.js";

export interface SignedRelease {
  deal: Deal;
  total: bigint;
  signature: Signed;
}

/** Base units that are neither paid nor refunded. */
export function leftOf({ funded, paid }: Escrow): bigint {
  return funded - paid;
}

/** Open, delivered or disputed. */
export function checkLive(book: Book, index: number, id: string): void {
  const { status } = book.escrow(id);
  require(status !== Status.None && status !== Status.Closed, "HubWrongStatus", index, id, status);
}

export function checkStatus(book: Book, index: number, id: string, expected: bigint): void {
  const { status } = book.escrow(id);
  require(status === expected, "HubWrongStatus", index, id, status);
}

/** `refund` takes this for all that there is. */
export function checkAmount(id: string, amount: bigint, available: bigint): bigint {
  const chosen = amount === ALL ? available : amount;
  require(chosen > 0n && chosen <= available, "HubInvalidAmount", 0, id, chosen, available);
  return chosen;
}

/** Takes money of the deal for its payee, and returns what is to be sent: the rest is fee. */
export function pay(book: Book, deal: Deal, amount: bigint): bigint {
  const id = book.hashes.idOf(deal);
  book.change(id, { paid: book.escrow(id).paid + amount });
  closeIfEmpty(book, deal);
  return book.takeFee(amount, deal);
}

/** Gives money of the deal back to its payer. */
export function giveBack(book: Book, deal: Deal, amount: bigint): void {
  const id = book.hashes.idOf(deal);
  book.change(id, { funded: book.escrow(id).funded - amount });
  closeIfEmpty(book, deal);
  book.send(deal.payer, amount);
}

export function deliver(book: Book, deal: Deal): void {
  const id = checkOrder(book, 0, deal);
  checkCaller(book, id, deal.payee);
  checkStatus(book, 0, id, Status.Open);
  require(book.now <= deal.deadline, "HubTooLate", 0, id, deal.deadline);
  book.change(id, { status: Status.Delivered, markedAt: book.now });
}

/** What a total leaves to be paid of the deal. */
function unpaidOf({ funded, paid }: Escrow, total: bigint): bigint {
  const reachable = least(total, funded);
  return reachable > paid ? reachable - paid : 0n;
}

/** Takes money up to a total for the payee, and returns what is to be sent. */
function payUpTo(book: Book, index: number, deal: Deal, total: bigint): bigint {
  const id = book.hashes.idOf(deal);
  const escrow = book.escrow(id);
  const amount = unpaidOf(escrow, total);
  require(amount > 0n, "HubNothingDue", index, id, escrow.paid);
  return pay(book, deal, amount);
}

export function release(book: Book, deal: Deal, total: bigint): void {
  const id = checkOrder(book, 0, deal);
  checkCaller(book, id, deal.payer);
  checkLive(book, 0, id);
  book.send(deal.payee, payUpTo(book, 0, deal, total));
}

export function releaseSigned(book: Book, releases: SignedRelease[]): void {
  require(releases.length > 0, "HubEmptyBatch");
  const first = at(releases, 0).deal;
  let sum = 0n;
  releases.forEach(({ deal, total, signature }, index) => {
    const id = checkOrder(book, index, deal);
    require(deal.payee === first.payee, "HubDifferentPayee", index, id, deal.payee, first.payee);
    checkLive(book, index, id);
    const isReleased = isSigned(signature, deal.payer, book.hashes.releaseOf(deal, total));
    require(isReleased, "HubInvalidSignature", index, id, deal.payer);
    sum += payUpTo(book, index, deal, total);
  });
  book.send(first.payee, sum);
}

export function dispute(book: Book, deal: Deal): void {
  const id = checkOrder(book, 0, deal);
  checkCaller(book, id, deal.payer);
  require(deal.arbiter !== ZeroAddress, "HubUnauthorized", 0, id, book.caller);
  checkStatus(book, 0, id, Status.Delivered);
  const limit = book.escrow(id).markedAt + deal.window;
  require(book.now <= limit, "HubTooLate", 0, id, limit);
  book.change(id, { status: Status.Disputed, markedAt: book.now });
}

export function resolve(book: Book, deal: Deal, total: bigint): void {
  const id = checkOrder(book, 0, deal);
  checkCaller(book, id, deal.arbiter);
  checkStatus(book, 0, id, Status.Disputed);
  const escrow = book.escrow(id);
  const limit = escrow.markedAt + ARBITRATION_PERIOD;
  require(book.now <= limit, "HubTooLate", 0, id, limit);
  const [left, toPayee] = [leftOf(escrow), unpaidOf(escrow, total)];
  book.send(deal.payee, pay(book, deal, toPayee));
  giveBack(book, deal, left - toPayee);
}

function checkOrder(book: Book, index: number, deal: Deal): string {
  const id = book.hashes.idOf(deal);
  require(deal.period === 0n, "HubWrongKind", index, id, packTerms(deal));
  return id;
}

function checkCaller(book: Book, id: string, party: string): void {
  require(book.caller === party, "HubUnauthorized", 0, id, book.caller);
}

/** Of an order; a stream or subscription can be topped up. */
function closeIfEmpty(book: Book, deal: Deal): void {
  const id = book.hashes.idOf(deal);
  if (deal.period === 0n && leftOf(book.escrow(id)) === 0n) book.change(id, { status: Status.Closed });
}
