import { ZeroAddress } from "ethers";
import {
  type AccrualStanding,
  type Deal,
  type DealStanding,
  formatReference,
  kindOf,
  type Mandate,
  type MandateStanding,
} from "@servicecoin/sdk";
import { unpackTerms } from "@servicecoin/sdk/internal";
import { list, table } from "./table.js";
import { duration, percent, scv, time } from "./value.js";

type Rows = [name: string, value: string][];

/** The terms of a deal as rows of a list. */
export function dealRows(deal: Deal): Rows {
  const kind = kindOf(deal);
  const { payer, payee, arbiter, deadline, window, start, feeBps, ref } = deal;
  const isOrder = kind === "order";
  const hasArbiter = arbiter !== ZeroAddress;
  return [
    ["kind", kind],
    ["payer", payer === ZeroAddress ? "anyone" : payer],
    ["payee", payee],
    ...(isOrder ? rows(["arbiter", hasArbiter ? arbiter : "nobody"]) : []),
    ["price", priceOf(deal)],
    ...(isOrder ? rows(["deliver until", time(deadline)]) : rows(["starts", time(start)], ["ends", time(deadline)])),
    ...(window === 0n ? [] : rows([hasArbiter ? "dispute window" : "payment delay", duration(window)])),
    ["hub's fee", percent(feeBps)],
    ["reference", formatReference(ref)],
  ];
}

/** Says when and how the payee of an order can take the money. */
export function payoutRule({ window, arbiter }: Pick<Deal, "window" | "arbiter">): string {
  const taken =
    window === 0n
      ? "The payee can take the money as soon as it says that it delivered, without your consent"
      : `The payee can take the money ${duration(window)} after it says that it delivered`;
  if (arbiter === ZeroAddress) return `${taken}. There is no arbiter: you cannot dispute the delivery.`;
  if (window === 0n) return `${taken}. There is no time to dispute the delivery.`;
  return `${taken}, unless you dispute the delivery before then: ${arbiter} then splits it.`;
}

/** Formats the price of a deal with its period. */
export function priceOf({ price, period }: Pick<Deal, "price" | "period">): string {
  if (period === 0n) return scv(price);
  return `${scv(price)} per ${period === 1n ? "second" : duration(period)}`;
}

/** Formats the packed terms of a deal, as in the event `Opened`. */
export function packedTerms(word: string): string {
  const terms = unpackTerms(word);
  const { period, start, deadline, window, feeBps } = terms;
  const parts = [
    priceOf(terms),
    ...(period === 0n ? [] : [`from ${time(start)}`]),
    ...(deadline === 0n ? [] : [`until ${time(deadline)}`]),
    ...(window === 0n ? [] : [`window ${duration(window)}`]),
    `fee ${percent(feeBps)}`,
  ];
  return parts.join(", ");
}

/** Formats the state of a deal. */
export function standingText(standing: DealStanding | AccrualStanding): string {
  const { dealId, deal, state, funded, paid, left, due, refundable, times } = standing;
  const limits = Object.entries<bigint>({ ...times }).filter(([name]) => name !== "deliverUntil");
  return list([
    ["deal", dealId],
    ["state", state],
    ...dealRows(deal),
    ["funded", scv(funded)],
    ...("owed" in standing
      ? rows(
          ["owed", scv(standing.owed)],
          ["arrears", scv(standing.arrears)],
          ["lasts until", time(standing.fundedUntil)],
        )
      : []),
    ["paid", scv(paid)],
    ["left", scv(left)],
    ["due now", scv(due)],
    ["refundable now", scv(refundable)],
    ...limits.map(([name, at]): [string, string] => [wordsOf(name), time(at)]),
  ]);
}

/** Formats deals as a table. @param empty Sentence for no deals. */
export function dealTable(standings: readonly DealStanding[], empty: string, columns: number): string {
  const lines = standings.map(({ dealId, deal, state, funded, paid }) => {
    return [dealId, state, deal.payer, deal.payee, priceOf(deal), scv(funded), scv(paid)];
  });
  return table(["deal", "state", "payer", "payee", "price", "funded", "paid"], lines, empty, columns);
}

/** The terms of a mandate as rows of a list. */
export function mandateRows({ payer, payee, limit, period, start, end, feeBps, ref }: Mandate): Rows {
  return [
    ["payer", payer],
    ["payee", payee],
    ["limit", `${scv(limit)} per ${duration(period)}`],
    ["starts", time(start)],
    ["ends", time(end)],
    ["hub's fee", percent(feeBps)],
    ["reference", formatReference(ref)],
  ];
}

/** Formats the state of a mandate. */
export function mandateText({ mandateId, mandate, state, ...now }: MandateStanding): string {
  return list([
    ["mandate", mandateId],
    ["state", state],
    ...mandateRows(mandate),
    ["charged in this period", scv(now.charged)],
    ["chargeable now", scv(now.chargeable)],
    ["payable now", scv(now.payable)],
    ["next period", now.nextPeriod === undefined ? "never" : time(now.nextPeriod)],
  ]);
}

/** Turns `disputeUntil` into "dispute until". */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function rows(...some: Rows): Rows {
  return some;
}
