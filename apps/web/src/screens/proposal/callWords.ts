import type { CallFacts } from "../../chain/callKinds.ts";
import type { Text } from "../../i18n/text.ts";
import { exactAmount, partsOf, percent, shortHash } from "../../ui/format.ts";
import { textOfReference } from "../../ui/reference.ts";

/** A sentence on what a call does. Figures are exact, because members vote on them. */
export function callWords(facts: CallFacts, t: Text): string {
  const { calls } = t;
  switch (facts.does) {
    case "pay": {
      const { amount, asset, to, reference } = facts;
      const words = reference === undefined ? "" : calls.reference(quoted(reference));
      return calls.pay(money(amount, asset), to) + words;
    }
    case "budget": {
      const { amount, asset, steward, period } = facts;
      return amount === 0n
        ? calls.noBudget(steward, asset)
        : calls.budget(steward, money(amount, asset), exactDuration(period, t));
    }
    case "cap": {
      const { amount, asset, period } = facts;
      if (period === 0n) return calls.noCap(asset);
      return amount === 0n ? calls.freeze(asset) : calls.cap(money(amount, asset), exactDuration(period, t));
    }
    case "mint":
      return calls.mint(money(facts.amount, "SCV"), facts.to);
    case "fee":
      return calls.fee(percent(facts.bps));
    case "setting":
      return settingWords(facts, t);
    case "sendEther":
      return calls.sendEther(money(facts.amount, "ETH"), facts.to);
  }
}

function settingWords({ setting, value }: Extract<CallFacts, { does: "setting" }>, t: Text): string {
  const { calls, dao } = t;
  if (typeof value === "string") {
    return /^0x0{40}$/.test(value) ? calls.noGuardian : calls.setting(dao.ruleNames[setting], value);
  }
  const isVotes = setting === "proposalThreshold" || setting === "quorumFloor";
  const isShare = setting === "quorumNumerator";
  const shown = isVotes ? money(value, "SCV") : isShare ? `${value} %` : exactDuration(value, t);
  return calls.setting(dao.ruleNames[setting], shown);
}

/** The proposer chooses it: it is quoted, and shows no signs that nobody sees, so that it cannot pass for ours. */
function quoted(reference: string): string {
  const text = textOfReference(reference);
  return text === undefined || partsOf(text).some(({ isHidden }) => isHidden)
    ? shortHash(reference)
    : JSON.stringify(text);
}

function money(amount: bigint, asset: string): string {
  return `${exactAmount(amount)}\u00a0${asset}`;
}

/** A length of time in the largest unit without a remainder. */
function exactDuration(seconds: bigint, { common }: Text): string {
  const units = [
    [86_400n, common.days],
    [3_600n, common.hours],
    [60n, common.minutes],
  ] as const;
  const fitting = units.find(([size]) => seconds !== 0n && seconds % size === 0n);
  return fitting === undefined ? common.seconds(Number(seconds)) : fitting[1](Number(seconds / fitting[0]));
}
