import { code } from "./code.js";
import { fee } from "./fee.js";
import { gas } from "./gas.js";
import { guardian } from "./guardian.js";
import { hubSolvent } from "./hubSolvent.js";
import { indexer } from "./indexer.js";
import { largePayments } from "./largePayments.js";
import { minted } from "./minted.js";
import { overdueLoans } from "./overdueLoans.js";
import { owners } from "./owners.js";
import { powerProposals } from "./powerProposals.js";
import { reorganized } from "./reorganized.js";
import type { Rule } from "./rule.js";
import { stalled } from "./stalled.js";
import { supply } from "./supply.js";
import { treasuryCaps } from "./treasuryCaps.js";

/** Every rule by name, the most important first. */
export const RULES = {
  ...{ hubSolvent, supply, minted, treasuryCaps, owners, code, guardian, powerProposals },
  ...{ stalled, reorganized, indexer, gas, overdueLoans, fee, largePayments },
} as const;

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** The rule of a name, with its settings erased. */
export function ruleOf(name: RuleName): Rule {
  return RULES[name] as Rule;
}
