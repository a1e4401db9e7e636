import { ZeroAddress } from "ethers";
import { kindOf, unpackTerms } from "@servicecoin/sdk";
import type { Row } from "../store/schema.js";
import { ignored, type Context, type Handlers } from "./event.js";
import { MissingEntity } from "./missingLogs.js";
import { recordPayment } from "./payments.js";
import { changeSetting, ownershipTransferred } from "./settings.js";

type Deal = Row<"deals">;

export const paymentHub: Handlers<"PaymentHub"> = {
  Opened({ id, payer, payee, amount, terms, arbiter, ref }, context) {
    const { price, ...rest } = unpackTerms(terms);
    const [period, start, deadline, window, feeBps] = [
      rest.period,
      rest.start,
      rest.deadline,
      rest.window,
      rest.feeBps,
    ].map(Number) as [number, number, number, number, number];
    context.put("deals", {
      ...EMPTY,
      ...{ id, payer, payee, price, period, start, deadline, window, feeBps, ref },
      kind: kindOf(rest),
      arbiter: arbiter === ZeroAddress ? null : arbiter,
      state: "open",
      funded: amount,
      deposited: amount,
      openedAt: context.time,
      createdAt: context.time,
      openedIn: context.transactionHash,
      openedBlock: context.block,
      openedLogIndex: context.logIndex,
      openedWith: amount,
    });
    note(context, id, "Opened", { deposited: amount });
  },
  ToppedUp({ id, funder, amount }, context) {
    change(context, id, ({ funded, deposited }) => ({ funded: funded + amount, deposited: deposited + amount }));
    note(context, id, "ToppedUp", { by: funder, deposited: amount });
  },
  Delivered({ id, payee, proof }, context) {
    change(context, id, () => ({ state: "delivered", deliveredAt: context.time, proof }));
    note(context, id, "Delivered", { by: payee, note: proof });
  },
  Disputed({ id, payer, reason }, context) {
    change(context, id, () => ({ state: "disputed", disputedAt: context.time, reason }));
    note(context, id, "Disputed", { by: payer, note: reason });
  },
  Released({ id, amount, fee }, context) {
    settle(context, id, { toPayee: amount, toPayer: 0n, fee });
    note(context, id, "Released", { toPayee: amount, fee });
  },
  Claimed({ id, amount, fee }, context) {
    settle(context, id, { toPayee: amount, toPayer: 0n, fee });
    note(context, id, "Claimed", { toPayee: amount, fee });
  },
  Refunded({ id, amount }, context) {
    settle(context, id, { toPayee: 0n, toPayer: amount, fee: 0n });
    note(context, id, "Refunded", { toPayer: amount });
  },
  Resolved({ id, arbiter, toPayee, toPayer, fee }, context) {
    settle(context, id, { toPayee, toPayer, fee });
    change(context, id, () => ({ resolvedAt: context.time }));
    note(context, id, "Resolved", { by: arbiter, toPayee, toPayer, fee });
  },
  Canceled({ id, by, toPayee, toPayer, fee }, context) {
    settle(context, id, { toPayee, toPayer, fee });
    change(context, id, () => ({ state: "closed", closedAt: context.time, canceledBy: by }));
    note(context, id, "Canceled", { by, toPayee, toPayer, fee });
  },
  Voided({ id, by }, context) {
    context.put("deals", {
      ...{ ...EMPTY, id, state: "voided", payer: by },
      ...{ createdAt: context.time, closedAt: context.time, canceledBy: by },
    });
    note(context, id, "Voided", { by });
  },
  Accepted({ id, payer, payee, limit, period, start, end, feeBps, ref }, context) {
    const [length, begin, last, bps] = [period, start, end, feeBps].map(Number) as [number, number, number, number];
    context.put("mandates", {
      ...{ id, payer, payee, limit, ref, period: length, start: begin, end: last, feeBps: bps },
      ...{ state: "accepted", charged: 0n, fees: 0n, charges: 0, chargedPeriod: 0, chargedInPeriod: 0n },
      ...{ createdAt: context.time, acceptedAt: context.time, acceptedIn: context.transactionHash },
      ...{ acceptedBlock: context.block, acceptedLogIndex: context.logIndex, revokedAt: null, revokedBy: null },
    });
  },
  Charged({ id, payer, payee, amount, fee }, context) {
    const mandate = context.get("mandates", { id });
    recordPayment(context, { kind: "mandate", payer, payee, amount, fee, source: id });
    if (mandate === undefined) throw new MissingEntity("mandate", id);
    const { charged, fees, charges } = mandate;
    const chargedPeriod = Math.floor((context.time - mandate.start) / mandate.period);
    const chargedInPeriod = (mandate.chargedPeriod === chargedPeriod ? mandate.chargedInPeriod : 0n) + amount;
    const totals = { charged: charged + amount, fees: fees + fee, charges: charges + 1 };
    context.put("mandates", { ...mandate, ...totals, chargedPeriod, chargedInPeriod });
  },
  Revoked({ id, by }, context) {
    const mandate = context.get("mandates", { id });
    const unknown = { id, payer: by, payee: "", limit: 0n, period: 0, start: 0, end: 0, feeBps: 0, ref: "" };
    const none = {
      ...{ charged: 0n, fees: 0n, charges: 0, chargedPeriod: 0, chargedInPeriod: 0n },
      ...{ acceptedAt: null, acceptedIn: null, acceptedBlock: null, acceptedLogIndex: null },
    };
    context.put("mandates", {
      ...(mandate ?? { ...unknown, ...none, createdAt: context.time }),
      ...{ state: "revoked", revokedAt: context.time, revokedBy: by },
    });
  },
  FeeSet({ fee }, context) {
    changeSetting(context, "PaymentHub", "feeBps", fee);
  },
  Collected({ treasury, amount }, context) {
    context.add("feeCollections", { treasury, amount });
  },
  OwnershipTransferred: ownershipTransferred("PaymentHub"),
  EIP712DomainChanged: ignored("the domain is constant"),
};

const EMPTY: Omit<Deal, "id" | "block" | "state" | "createdAt"> = {
  ...{ kind: "unknown", payer: "", payee: "", arbiter: null, price: 0n, period: 0, start: 0, deadline: 0, window: 0 },
  ...{
    feeBps: 0,
    ref: "",
    funded: 0n,
    paid: 0n,
    deposited: 0n,
    refunded: 0n,
    fees: 0n,
    openedAt: null,
    openedIn: null,
    openedBlock: null,
    openedLogIndex: null,
    openedWith: 0n,
  },
  ...{ deliveredAt: null, proof: null, disputedAt: null, reason: null, resolvedAt: null, paidAt: null },
  ...{ closedAt: null, canceledBy: null },
};

function dealOf(context: Context, id: string): Readonly<Deal> {
  const deal = context.get("deals", { id });
  if (deal === undefined) throw new MissingEntity("deal", id);
  return deal;
}

function change(context: Context, id: string, changes: (deal: Readonly<Deal>) => Partial<Deal>): void {
  const deal = dealOf(context, id);
  context.put("deals", { ...deal, ...changes(deal) });
}

interface Settlement {
  toPayee: bigint;
  toPayer: bigint;
  fee: bigint;
}

/** Moves money out of a deal. An order with nothing left is closed. */
function settle(context: Context, id: string, { toPayee, toPayer, fee }: Settlement): void {
  const deal = dealOf(context, id);
  const { kind, payer, payee } = deal;
  recordPayment(context, { kind, payer, payee, amount: toPayee, fee, source: id });
  const funded = deal.funded - toPayer;
  const paid = deal.paid + toPayee;
  const isClosed = kind === "order" && funded === paid;
  context.put("deals", {
    ...deal,
    ...{ funded, paid, refunded: deal.refunded + toPayer, fees: deal.fees + fee },
    ...(toPayee > 0n && { paidAt: deal.paidAt ?? context.time }),
    ...(isClosed && { state: "closed", closedAt: context.time }),
  });
}

type Note = Partial<Pick<Row<"dealEvents">, "by" | "toPayee" | "toPayer" | "fee" | "deposited" | "note">>;

function note(context: Context, dealId: string, event: string, what: Note): void {
  const none = { by: null, toPayee: 0n, toPayer: 0n, fee: 0n, deposited: 0n, note: null };
  context.add("dealEvents", { dealId, event, ...none, ...what });
}
