import { LONGEST_CIRCLE } from "../../circles/longestCircle.js";
import type { ReportData } from "./reportData.js";
import { PAYMENT_KINDS } from "../paymentTally.js";
import { duration, number, percent, scv, sinceDayBefore } from "./format.js";
import type { Statistics } from "../schema.js";

/** A figure of the report. */
export interface Line {
  label: string;
  value: string;
  /** What it is measured by, or how it changed. */
  note?: string;
}

export interface Section {
  title: string;
  lines: Line[];
}

/** The figures of a report in the order in which they are read. Text and page show the same. */
export function sectionsOf({ day, before }: ReportData): Section[] {
  return [
    { title: "Payments", lines: paymentLines(day, before) },
    { title: "What the volume is worth", lines: honestLines(day) },
    { title: "Accounts", lines: accountLines(day, before) },
    { title: "Orders", lines: orderLines(day) },
    { title: "Streams, subscriptions and mandates", lines: recurringLines(day) },
    { title: "Credit", lines: creditLines(day) },
    { title: "x402", lines: x402Lines(day) },
    { title: "Governance", lines: governanceLines(day) },
    { title: "Treasury", lines: treasuryLines(day) },
  ];
}

function paymentLines({ payments, fees, escrow }: Statistics, before?: Statistics): Line[] {
  const since = (now: string | number, then?: string | number) =>
    then === undefined ? {} : { note: sinceDayBefore(BigInt(now), BigInt(then)) };
  return [
    { label: "Payments", value: number(payments.payments), ...since(payments.payments, before?.payments.payments) },
    { label: "Gross volume", value: `${scv(payments.gross)} SCV`, ...since(payments.gross, before?.payments.gross) },
    { label: "Providers got", value: `${scv(fees.providersGot)} SCV` },
    { label: "DAO got", value: `${scv(fees.daoGot)} SCV`, note: `${scv(fees.collected)} SCV moved to the treasury` },
    {
      label: "Held in escrow",
      value: `${scv(escrow.lockedAtEnd)} SCV`,
      ...since(escrow.lockedAtEnd, before?.escrow.lockedAtEnd),
    },
  ];
}

/** Where too many accounts pay each other around to search all. */
const SHORT_CIRCLES = "Paid in circles of up to 3";

function honestLines({ honest, payments }: Statistics): Line[] {
  const whole = BigInt(payments.gross);
  const line = (label: string, part: string): Line => {
    const bps = whole === 0n ? null : Number((BigInt(part) * 10_000n) / whole);
    return { label, value: `${scv(part)} SCV`, ...share(bps, "of gross") };
  };
  return [
    { label: "Payers", value: number(honest.payers), ...share(honest.largestPayerBps, "paid by the largest") },
    line("Without circles", honest.withoutCircles),
    line("Paid to oneself", honest.toSelf),
    line("Sent back by payees", honest.returned),
    line(honest.longestCircle === LONGEST_CIRCLE ? "Paid in circles" : SHORT_CIRCLES, honest.inCircles),
    line("Net between accounts", honest.netFlow),
  ];
}

/** The volume of each kind of payments. */
export function kindLines({ payments }: Statistics): Line[] {
  return PAYMENT_KINDS.map((kind) => {
    const { gross, honest } = payments.byKind[kind];
    return { label: kind, ...volume(gross, honest) };
  });
}

/** A volume with what it is worth. */
function volume(gross: string, { payers, largestPayerBps, withoutCircles }: Statistics["honest"]): Omit<Line, "label"> {
  const value = `${scv(gross)} SCV`;
  if (payers === 0) return { value };
  const by = payers === 1 ? "1 payer" : `${number(payers)} payers, the largest with ${percent(largestPayerBps)}`;
  return { value, note: `${scv(withoutCircles)} SCV without circles; ${by}` };
}

function accountLines({ payers, payees, services }: Statistics, before?: Statistics): Line[] {
  const side = (label: string, { active, ...all }: Statistics["payers"]): Line => ({
    label,
    value: number(active),
    note:
      `${number(all.new)} new, ${number(all.returning)} returning` +
      (all.largestBps === null ? "" : `, the largest has ${percent(all.largestBps)}`),
  });
  const then = before?.services.registered;
  return [
    side("Active payers", payers),
    side("Active payees", payees),
    {
      label: "Services registered",
      value: number(services.registered),
      ...(then !== undefined && { note: `${number(then)} the day before` }),
    },
  ];
}

function orderLines({ orders }: Statistics): Line[] {
  const { timeToDelivery, timeToRelease } = orders;
  return [
    { label: "Opened", value: number(orders.opened) },
    { label: "Delivered", value: number(orders.delivered), ...share(orders.onTimeBps, "in time") },
    { label: "Settled", value: number(orders.settled) },
    { label: "Refunded", value: number(orders.refunded) },
    { label: "Disputed", value: number(orders.disputed), note: `${number(orders.resolved)} resolved` },
    { label: "Time to delivery", ...spread(timeToDelivery) },
    { label: "Time to release", ...spread(timeToRelease) },
  ];
}

/** A note on a share, where there is a whole. */
function share(bps: number | null, of: string): Pick<Line, "note"> {
  return bps === null ? {} : { note: `${percent(bps)} ${of}` };
}

function spread({ median, p90 }: Statistics["orders"]["timeToDelivery"]): Pick<Line, "value" | "note"> {
  return { value: duration(median), ...(p90 !== null && { note: `median; 90 % within ${duration(p90)}` }) };
}

function recurringLines({ streams, subscriptions, mandates }: Statistics): Line[] {
  const flow = ({ started, ended, churnBps }: Statistics["streams"]) =>
    `${number(started)} started, ${number(ended)} ended${churnBps === null ? "" : `, churn ${percent(churnBps)}`}`;
  return [
    { label: "Streams active", value: number(streams.activeAtEnd), note: flow(streams) },
    { label: "Subscriptions active", value: number(subscriptions.activeAtEnd), note: flow(subscriptions) },
    {
      label: "Accruing per day",
      value: `${scv(BigInt(streams.dailyRate) + BigInt(subscriptions.dailyRate))} SCV`,
    },
    { label: "Paid by streams", ...volume(streams.income, streams.honest) },
    { label: "Paid by subscriptions", ...volume(subscriptions.income, subscriptions.honest) },
    { label: "Charged by mandates", ...volume(mandates.income, mandates.honest) },
    { label: "Charges", value: number(mandates.charges), note: `${number(mandates.accepted)} mandates accepted` },
  ];
}

function creditLines({ credit }: Statistics): Line[] {
  return [
    { label: "Loans taken", value: number(credit.taken), note: `${scv(credit.lent)} SCV lent` },
    { label: "Repaid", value: `${scv(credit.repaid)} SCV` },
    { label: "Loans ended", value: number(credit.ended), note: `${scv(credit.unpaid)} SCV unpaid` },
  ];
}

function x402Lines({ x402 }: Statistics): Line[] {
  const { price, paymentsPerPayer } = x402;
  const lines: Line[] = [
    { label: "Payments", value: number(x402.payments), note: `by ${number(x402.payers)} payers` },
    { label: "Volume", ...volume(x402.gross, x402.honest) },
  ];
  if (price === null || paymentsPerPayer === null) return lines;
  return [
    ...lines,
    {
      label: "Median price",
      value: `${scv(price.median)} SCV`,
      note: `10 % up to ${scv(price.p10)}, 90 % up to ${scv(price.p90)}, 99 % up to ${scv(price.p99)} SCV`,
    },
    {
      label: "Payments per payer",
      value: number(paymentsPerPayer.median),
      note: `median; 90 % up to ${number(paymentsPerPayer.p90)}, at most ${number(paymentsPerPayer.highest)}`,
    },
  ];
}

function governanceLines({ governance }: Statistics): Line[] {
  return [
    { label: "Proposals made", value: number(governance.proposed) },
    { label: "Votes", value: number(governance.votes), note: `by ${number(governance.voters)} voters` },
    {
      label: "Locked",
      value: `${scv(governance.lockedAtEnd)} SCV`,
      ...share(governance.votingPower.largestBps, "of the votes with the largest"),
    },
    ...governance.proposals.map(({ id, turnoutBps, quorumBps, quorumMargin }) => ({
      label: `Vote on proposal ${id} ended`,
      value: `${percent(turnoutBps)} turnout`,
      note: `${percent(quorumBps)} of the quorum, a margin of ${scv(quorumMargin)} SCV`,
    })),
  ];
}

function treasuryLines({ treasury }: Statistics): Line[] {
  const line = (label: string, unit: string, { in: income, out }: { in: string; out: string }): Line => ({
    label,
    value: `+${scv(income)} / -${scv(out)} ${unit}`,
  });
  return [
    line("SCV in and out", "SCV", treasury.scv),
    line("Ether in and out", "ether", treasury.ether),
    ...treasury.others.map(({ asset, out }) => ({
      label: `Out of ${asset}`,
      value: out,
      note: "base units of the token",
    })),
  ];
}
