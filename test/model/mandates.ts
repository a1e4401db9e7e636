import { ZeroAddress } from "ethers";
import type { Mandate } from "../fixtures/deals.js";
import { MandateStatus } from "../fixtures/hub.js";
import type { Book } from "./book.js";
import { Refusal, refuse, require } from "./errors.js";
import { isSigned, type Signed } from "./hashes.js";

export interface Charge {
  mandate: Mandate;
  amount: bigint;
  signature: Signed;
}

export function accept(book: Book, mandate: Mandate): void {
  const id = book.hashes.idOfMandate(mandate);
  require(book.caller === mandate.payer, "HubUnauthorized", 0, id, book.caller);
  require(book.mandate(id).status !== MandateStatus.Accepted, "HubAlreadyAccepted", 0, id);
  begin(book, 0, mandate);
}

/** @param encode The bytes of an error of the coin, which the hub passes on. */
export function charge(book: Book, charged: Charge, encode: (reason: Refusal) => string): void {
  chargeOne(book, 0, charged, encode);
}

export function chargeMany(book: Book, charges: Charge[], encode: (reason: Refusal) => string): void {
  require(charges.length > 0, "HubEmptyBatch");
  charges.forEach((charged, index) => {
    chargeOne(book, index, charged, encode);
  });
}

export function revoke(book: Book, mandate: Mandate): void {
  const id = book.hashes.idOfMandate(mandate);
  require([mandate.payer, mandate.payee].includes(book.caller), "HubUnauthorized", 0, id, book.caller);
  require(book.mandate(id).status !== MandateStatus.Revoked, "HubRevoked", 0, id);
  book.changeMandate(id, { status: MandateStatus.Revoked });
}

/** What the limit still lets the payee charge. */
export function chargeableOf(book: Book, mandate: Mandate): bigint {
  const isAccepted = book.mandate(book.hashes.idOfMandate(mandate)).status === MandateStatus.Accepted;
  const isTime = book.now >= mandate.start && (mandate.end === 0n || book.now < mandate.end);
  return isAccepted && isTime ? unusedOf(book, mandate) : 0n;
}

function periodOf(book: Book, { start, period }: Mandate): bigint {
  return (book.now - start) / period;
}

/** Of the limit of this period. */
function unusedOf(book: Book, mandate: Mandate): bigint {
  const { charged, period } = book.mandate(book.hashes.idOfMandate(mandate));
  return period === periodOf(book, mandate) ? mandate.limit - charged : mandate.limit;
}

function begin(book: Book, index: number, mandate: Mandate): void {
  const id = book.hashes.idOfMandate(mandate);
  const { payer, payee, limit, period, start, end, feeBps } = mandate;
  require(book.mandate(id).status !== MandateStatus.Revoked, "HubRevoked", index, id);
  const areParties = payer !== ZeroAddress && payee !== ZeroAddress && payer !== book.places.hub && payer !== payee;
  require(areParties, "HubInvalidMandateParties", index, id, payer, payee);
  const isMandate = limit > 0n && period > 0n && (end === 0n || end > start);
  require(isMandate, "HubInvalidMandate", index, id, limit, period, start, end);
  require(feeBps === book.fee, "HubFeeMismatch", index, id, feeBps, book.fee);
  book.changeMandate(id, { status: MandateStatus.Accepted });
}

function chargeOne(book: Book, index: number, charged: Charge, encode: (reason: Refusal) => string): void {
  const { mandate, amount, signature } = charged;
  const { payer, payee, start, end } = mandate;
  const id = book.hashes.idOfMandate(mandate);
  require(book.caller === payee, "HubUnauthorized", index, id, book.caller);
  if (book.mandate(id).status !== MandateStatus.Accepted) {
    begin(book, index, mandate);
    require(isSigned(signature, payer, book.hashes.signedId(id)), "HubInvalidSignature", index, id, payer);
  }
  require(book.now >= start, "HubTooEarly", index, id, start - 1n);
  require(end === 0n || book.now < end, "HubTooLate", index, id, end - 1n);
  const unused = unusedOf(book, mandate);
  require(amount > 0n && amount <= unused, "HubInvalidAmount", index, id, amount, unused);
  book.changeMandate(id, { period: periodOf(book, mandate), charged: mandate.limit - unused + amount });

  const net = book.takeFee(amount, mandate);
  for (const [to, part] of [
    [payee, net],
    [book.places.hub, amount - net],
  ] as const) {
    try {
      if (part > 0n) book.coin.transferFrom(book.places.hub, payer, to, part);
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      refuse("HubChargeFailed", index, id, payer, part, encode(reason));
    }
  }
}
