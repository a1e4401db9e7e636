import { ZeroAddress } from "ethers";
import { packTerms, type Deal } from "../fixtures/deals.js";
import { MAX_UINT96, MAX_WINDOW, Status } from "../fixtures/hub.js";
import { least, owedBy } from "./accrual.js";
import type { Book } from "./book.js";
import { require } from "./errors.js";
import { isSigned, UNSIGNED, type Signed } from "./hashes.js";

const SIGNED_OPENING_PERIOD = 7n * 86_400n;

export interface Opening {
  deal: Deal;
  amount: bigint;
  quote: Signed;
}

/** `open`: with the caller's allowance. */
export function open(book: Book, opening: Opening): void {
  enter(book, 0, opening);
  book.coin.transferFrom(book.places.hub, book.caller, book.places.hub, opening.amount);
}

/** `openMany`: one transfer for all. */
export function openMany(book: Book, openings: Opening[]): void {
  require(openings.length > 0, "HubEmptyBatch");
  openings.forEach((opening, index) => {
    enter(book, index, opening);
  });
  const sum = openings.reduce((total, { amount }) => total + amount, 0n);
  book.coin.transferFrom(book.places.hub, book.caller, book.places.hub, sum);
}

/** The coin's `transferFromAndCall` to the hub; without an owner of the coins `transferAndCall`. */
export function openByTransfer(book: Book, from: string | undefined, opening: Opening): void {
  if (from === undefined) book.coin.transfer(book.caller, book.places.hub, opening.amount);
  else book.coin.transferFrom(book.caller, from, book.places.hub, opening.amount);
  enter(book, 0, opening);
}

/** `openWithAuthorization`: with coins of the payer, who signed for the coin. */
export function openWithAuthorization(
  book: Book,
  deal: Deal,
  value: bigint,
  validBefore: bigint,
  signature: Signed,
): void {
  enter(book, 0, { deal, amount: value, quote: UNSIGNED });
  const nonce = book.hashes.idOf(deal);
  const authorization = { from: deal.payer, to: book.places.hub, value, validAfter: 0n, validBefore, nonce };
  book.coin.receiveWithAuthorization(book.hashes, book.now, authorization, signature);
}

/** `openSigned`: with the allowance of the payer, who signed the deal. */
export function openSigned(book: Book, deal: Deal, signature: Signed): void {
  const id = book.hashes.idOf(deal);
  const { status, funded, markedAt } = book.escrow(id);
  require(markedAt === 0n, "HubWrongStatus", 0, id, status);
  const isOrder = deal.period === 0n;
  require(isOrder || deal.deadline > 0n, "HubInvalidTerms", 0, id, packTerms(deal));
  const whole = isOrder ? deal.price : owedBy(deal, deal.deadline);
  const amount = isOrder ? whole : whole - least(whole, funded);
  enter(book, 0, { deal, amount, quote: UNSIGNED });
  checkStart(book, 0, deal);
  require(isSigned(signature, deal.payer, book.hashes.signedId(id)), "HubInvalidSignature", 0, id, deal.payer);
  if (!isOrder) book.change(id, { markedAt: book.now });
  book.coin.transferFrom(book.places.hub, deal.payer, book.places.hub, amount);
}

/** `void`: by the payer or the payee, before it was opened. */
export function makeVoid(book: Book, deal: Deal): void {
  const id = book.hashes.idOf(deal);
  require([deal.payer, deal.payee].includes(book.caller), "HubUnauthorized", 0, id, book.caller);
  const { status } = book.escrow(id);
  require(status === Status.None, "HubWrongStatus", 0, id, status);
  book.change(id, { status: Status.Closed });
}

/** Books money that the function around sees to. */
function enter(book: Book, index: number, { deal, amount, quote }: Opening): void {
  const id = book.hashes.idOf(deal);
  if (quote.bytes !== "0x") checkQuote(book, index, deal, quote);
  const { funded, status } = book.escrow(id);
  if (status === Status.None) {
    checkNew(book, index, deal, amount);
    if (quote.bytes !== "0x") checkStart(book, index, deal);
    book.change(id, { funded: amount, status: Status.Open });
    return;
  }
  require(status === Status.Open && deal.period > 0n, "HubWrongStatus", index, id, status);
  require(deal.deadline === 0n || book.now <= deal.deadline, "HubTooLate", index, id, deal.deadline);
  const room = MAX_UINT96 - funded;
  require(amount > 0n && amount <= room, "HubInvalidAmount", index, id, amount, room);
  book.change(id, { funded: funded + amount });
}

/** A signature opens no stream or subscription that started more than seven days ago. */
function checkStart(book: Book, index: number, deal: Deal): void {
  const end = deal.start + SIGNED_OPENING_PERIOD;
  require(deal.period === 0n || book.now <= end, "HubTooLate", index, book.hashes.idOf(deal), end);
}

function checkQuote(book: Book, index: number, deal: Deal, quote: Signed): void {
  const quoteId = book.hashes.idOf({ ...deal, payer: ZeroAddress });
  const { status } = book.escrow(quoteId);
  require(status === Status.None, "HubWrongStatus", index, quoteId, status);
  const isQuoted = isSigned(quote, deal.payee, book.hashes.quoteOf(deal));
  require(isQuoted, "HubInvalidSignature", index, book.hashes.idOf(deal), deal.payee);
}

/** Where two requirements fail at once, the first of these is told. */
function checkNew(book: Book, index: number, deal: Deal, amount: bigint): void {
  const { payer, payee, arbiter, price, period, start, deadline, window, feeBps } = deal;
  const id = book.hashes.idOf(deal);
  const isOrder = period === 0n;
  const checkParties = (valid: boolean) => {
    require(valid, "HubInvalidParties", index, id, payer, payee, arbiter);
  };
  const checkTerms = (valid: boolean) => {
    require(valid, "HubInvalidTerms", index, id, packTerms(deal));
  };

  checkParties([payer, payee].every((party) => party !== ZeroAddress && party !== book.places.hub));
  checkParties(payer !== payee);
  checkTerms(price > 0n);
  if (isOrder) {
    checkParties(arbiter !== payer && arbiter !== payee);
    checkTerms(start === 0n && deadline >= book.now && window <= MAX_WINDOW);
    require(amount === price, "HubWrongAmount", index, id, amount, price);
  } else {
    checkParties(arbiter === ZeroAddress);
    checkTerms(start > 0n && window === 0n);
    checkTerms(deadline === 0n || (deadline >= book.now && deadline > start));
    require(amount > 0n && amount <= MAX_UINT96, "HubInvalidAmount", index, id, amount, MAX_UINT96);
  }
  require(feeBps === book.fee, "HubFeeMismatch", index, id, feeBps, book.fee);
}
