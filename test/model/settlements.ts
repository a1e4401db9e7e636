import { at } from "../fixtures/at.js";
import { packTerms, type Deal } from "../fixtures/deals.js";
import { ARBITRATION_PERIOD, Status } from "../fixtures/hub.js";
import { least, owedBy } from "./accrual.js";
import type { Book, Escrow } from "./book.js";
import { refuse, require } from "./errors.js";
import { checkAmount, checkLive, checkStatus, giveBack, leftOf, pay } from "./orders.js";

export function claim(book: Book, deal: Deal): void {
  book.send(deal.payee, take(book, 0, deal));
}

export function claimMany(book: Book, deals: Deal[]): void {
  require(deals.length > 0, "HubEmptyBatch");
  const { payee } = at(deals, 0);
  let sum = 0n;
  deals.forEach((deal, index) => {
    require(deal.payee === payee, "HubDifferentPayee", index, book.hashes.idOf(deal), deal.payee, payee);
    sum += take(book, index, deal);
  });
  book.send(payee, sum);
}

export function refund(book: Book, deal: Deal, amount: bigint): void {
  const id = book.hashes.idOf(deal);
  checkLive(book, 0, id);
  const escrow = book.escrow(id);
  if (book.caller !== deal.payee) {
    const limit = boundUntil(deal, escrow) ?? refuse("HubUnauthorized", 0, id, book.caller);
    require(book.now > limit, "HubTooEarly", 0, id, limit);
  }
  giveBack(book, deal, checkAmount(id, amount, refundableOf(book, deal, book.caller)));
}

export function cancel(book: Book, deal: Deal): void {
  const id = book.hashes.idOf(deal);
  require(deal.period > 0n, "HubWrongKind", 0, id, packTerms(deal));
  require([deal.payer, deal.payee].includes(book.caller), "HubUnauthorized", 0, id, book.caller);
  checkStatus(book, 0, id, Status.Open);
  book.send(deal.payee, pay(book, deal, dueOf(book, deal)));
  giveBack(book, deal, leftOf(book.escrow(id)));
  book.change(id, { status: Status.Closed });
}

/** What `claim` would take from the deal. */
export function dueOf(book: Book, deal: Deal): bigint {
  const escrow = book.escrow(book.hashes.idOf(deal));
  if (deal.period === 0n) {
    const isAccepted = escrow.status === Status.Delivered && book.now > escrow.markedAt + deal.window;
    return isAccepted ? leftOf(escrow) : 0n;
  }
  return escrow.status === Status.Open ? unpaidOf(book, deal, escrow) : 0n;
}

/** What `refund` could give back. */
export function refundableOf(book: Book, deal: Deal, caller: string): bigint {
  const escrow = book.escrow(book.hashes.idOf(deal));
  if (caller === deal.payee) return leftOf(escrow);
  const limit = boundUntil(deal, escrow);
  if (limit === undefined || book.now <= limit) return 0n;
  return leftOf(escrow) - (deal.period === 0n ? 0n : unpaidOf(book, deal, escrow));
}

/** What is owed, funded and not paid. */
function unpaidOf(book: Book, deal: Deal, escrow: Escrow): bigint {
  const covered = least(owedBy(deal, book.now), escrow.funded);
  return covered > escrow.paid ? covered - escrow.paid : 0n;
}

/** The last second in which nobody but the payee can refund; undefined if that does not end. */
function boundUntil(deal: Deal, escrow: Escrow): bigint | undefined {
  if (escrow.status === Status.Disputed) return escrow.markedAt + ARBITRATION_PERIOD;
  if (escrow.status === Status.Delivered) return undefined;
  return deal.deadline === 0n ? undefined : deal.deadline;
}

function take(book: Book, index: number, deal: Deal): bigint {
  const id = book.hashes.idOf(deal);
  if (deal.period === 0n) {
    checkStatus(book, index, id, Status.Delivered);
    const limit = book.escrow(id).markedAt + deal.window;
    require(book.now > limit, "HubTooEarly", index, id, limit);
  } else {
    checkLive(book, index, id);
    require(dueOf(book, deal) > 0n, "HubNothingDue", index, id, book.escrow(id).paid);
  }
  return pay(book, deal, dueOf(book, deal));
}
