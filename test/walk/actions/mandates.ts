import type { Mandate } from "../../fixtures/deals.js";
import { MandateStatus } from "../../fixtures/hub.js";
import type { Refusal } from "../../model/errors.js";
import { UNSIGNED } from "../../model/hashes.js";
import * as model from "../../model/mandates.js";
import { encodeRefusal } from "../stage.js";
import { newMandate } from "../terms.js";
import type { Action, World } from "../world.js";

function isAccepted(_: Mandate, status: bigint): boolean {
  return status === MandateStatus.Accepted;
}

function encoder({ stage }: World): (reason: Refusal) => string {
  return (reason) => encodeRefusal(stage, reason);
}

/** An accepted mandate, mostly one that lets charge something now. */
function chargeable(world: World): Mandate {
  const isFree = world.random.chance(85);
  return world.anyMandate((mandate, status) => {
    return (
      isAccepted(mandate, status) &&
      (!isFree || mandate === world.focus || model.chargeableOf(world.book, mandate) > 0n)
    );
  });
}

/** What to charge, and with which signature: a first charge needs one. */
function chargeOf(world: World, mandate: Mandate): model.Charge {
  const { book, random } = world;
  const id = book.hashes.idOfMandate(mandate);
  const isNew = book.mandate(id).status === MandateStatus.None;
  const signature = isNew || random.chance(10) ? world.sign(mandate.payer, book.hashes.signedId(id)) : UNSIGNED;
  const available = isNew ? mandate.limit : model.chargeableOf(book, mandate);
  return { mandate, amount: world.partOf(available), signature };
}

const accept: Action = (world) => {
  const mandate = world.random.chance(85) ? newMandate(world) : world.anyMandate(() => true);
  return {
    caller: world.callerFor(mandate.payer),
    to: "hub",
    data: world.hub.encodeFunctionData("accept", [mandate]),
    predict: () => {
      model.accept(world.book, mandate);
    },
    mandates: [mandate],
  };
};

const charge: Action = (world) => {
  const mandate = world.random.chance(30) ? newMandate(world) : chargeable(world);
  const charged = chargeOf(world, mandate);
  return {
    caller: world.callerFor(mandate.payee),
    to: "hub",
    data: world.hub.encodeFunctionData("charge", [mandate, charged.amount, charged.signature.bytes]),
    predict: () => {
      model.charge(world.book, charged, encoder(world));
    },
    mandates: [mandate],
  };
};

const chargeMany: Action = (world) => {
  const { random, book } = world;
  const first = chargeable(world);
  const length = random.chance(4) ? 0 : 1 + random.below(3);
  const mandates = Array.from({ length }, (_, i) => {
    if (i === 0) return first;
    if (random.chance(30)) return { ...newMandate(world), payee: first.payee };
    return world.anyMandate((mandate, status) => mandate.payee === first.payee && isAccepted(mandate, status));
  });
  const charges = mandates.map((mandate) => chargeOf(world, mandate));
  const sent = charges.map(({ mandate, amount, signature }) => ({ mandate, amount, signature: signature.bytes }));
  return {
    caller: world.callerFor(first.payee),
    to: "hub",
    data: world.hub.encodeFunctionData("chargeMany", [sent]),
    predict: () => {
      model.chargeMany(book, charges, encoder(world));
    },
    mandates,
  };
};

const revoke: Action = (world) => {
  const mandate = world.random.chance(15) ? newMandate(world) : world.anyMandate(isAccepted);
  return {
    caller: world.callerFor(mandate.payer, mandate.payee),
    to: "hub",
    data: world.hub.encodeFunctionData("revoke", [mandate]),
    predict: () => {
      model.revoke(world.book, mandate);
    },
    mandates: [mandate],
  };
};

export const MANDATES = {
  accept: [5, accept],
  charge: [9, charge],
  chargeMany: [4, chargeMany],
  revoke: [2, revoke],
} as const satisfies Record<string, readonly [number, Action]>;
