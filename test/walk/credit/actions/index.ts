import { LoanStatus, idOfLoan } from "../../../model/credit/terms.js";
import type { Action, World } from "../world.js";
import { ACCOUNTS } from "./accounts.js";
import { COINS } from "./coins.js";
import { HUB } from "./hub.js";
import { LOANS } from "./loans.js";

/** Every kind of step, with its weight. */
export const ACTIONS: Readonly<Record<string, readonly [number, Action]>> = {
  ...ACCOUNTS,
  ...LOANS,
  ...HUB,
  ...COINS,
};

const WHEEL = Object.entries(ACTIONS).flatMap(([kind, [weight]]) => Array<string>(Math.round(weight * 10)).fill(kind));

/** One of them, the heavier the likelier; when the clock was set for a limit of a loan, mostly one that has to keep it. */
export function chooseKind({ focus, random, ledger }: World): string {
  if (focus === undefined || random.chance(30)) return random.pick(WHEEL);
  const isOffer = ledger.statusOf(idOfLoan(focus)) === LoanStatus.None;
  return isOffer ? "take" : random.pick(["collect", "collect", "repay", "withdraw"]);
}
