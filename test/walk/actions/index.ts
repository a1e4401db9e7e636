import type { Deal, Mandate } from "../../fixtures/deals.js";
import { Status } from "../../fixtures/hub.js";
import type { Action, World } from "../world.js";
import { COINS } from "./coins.js";
import { MANDATES } from "./mandates.js";
import { OPENING } from "./opening.js";
import { ORDERS } from "./orders.js";
import { SETTLEMENTS } from "./settlements.js";

/** Every kind of step, with its weight. */
export const ACTIONS: Readonly<Record<string, readonly [number, Action]>> = {
  ...OPENING,
  ...ORDERS,
  ...SETTLEMENTS,
  ...MANDATES,
  ...COINS,
};

/** Kinds of which each must be refused. */
export const NEVER_SUCCEEDS = ["transferWithShortData", "pretendTransfer", "openSignedBeyondAll", "openDirty"];

const WHEEL = Object.entries(ACTIONS).flatMap(([kind, [weight]]) => Array<string>(Math.round(weight * 10)).fill(kind));

/** One of them, the heavier the likelier; when the clock was set for a limit, mostly one that has to keep it. */
export function chooseKind(world: World): string {
  const { focus, isAtLimit, random } = world;
  const kinds = focus !== undefined && isAtLimit && random.chance(70) ? kindsAtLimit(world, focus) : [];
  return random.pick(kinds.length > 0 ? kinds : WHEEL);
}

function kindsAtLimit({ book }: World, focus: Deal | Mandate): string[] {
  if ("limit" in focus) return ["charge", "charge", "chargeMany"];
  if (focus.period > 0n) return ["topUp", "topUp", "openWithAuthorization", "claim", "claim", "refund", "cancel"];
  const { status } = book.escrow(book.hashes.idOf(focus));
  if (status === Status.Open) return ["deliver", "deliver", "refund"];
  if (status === Status.Delivered) return ["dispute", "claim"];
  return status === Status.Disputed ? ["resolve", "refund"] : [];
}
