import type { CallFacts } from "../../chain/callKinds.ts";
import type { Text } from "../../i18n/text.ts";
import { exactAmount, partsOf, percent, shortHash, timeOf } from "../../ui/format.ts";
import { textOfReference } from "../../ui/reference.ts";

/** A sentence on what a call does. Figures are exact, because members vote on them. */
export function callWords(facts: CallFacts, t: Text): string {
  const { calls } = t;
  switch (facts.does) {
    case "pay": {
      const { amount, asset, to, isLiquidity, reference } = facts;
      return calls.pay(money(amount, asset), isLiquidity ? calls.liquidityContract(to) : to) + referring(reference, t);
    }
    case "payTokens": {
      const { token, amount, to, reference } = facts;
      return calls.payTokens(String(amount), token, calls.liquidityContract(to)) + referring(reference, t);
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
    case "loanFee":
      return calls.loanFee(percent(facts.bps));
    case "addLiquidity":
    case "removeLiquidity":
      return liquidityWords(facts, t);
    case "setting":
      return settingWords(facts, t);
    case "sendEther":
      return calls.sendEther(money(facts.amount, "ETH"), facts.to);
  }
}

function referring(reference: string | undefined, { calls }: Text): string {
  return reference === undefined ? "" : calls.reference(quoted(reference));
}

function liquidityWords(facts: Extract<CallFacts, { does: "addLiquidity" | "removeLiquidity" }>, t: Text): string {
  const { calls } = t;
  const { minCoins, minEther, to = calls.treasury, validUntil } = facts;
  const least = calls.both(money(minCoins, "SCV"), money(minEther, "ETH"));
  const until = timeOf(validUntil, t);
  return facts.does === "addLiquidity"
    ? calls.addLiquidity(money(facts.ether, "ETH"), least, to, until)
    : calls.removeLiquidity(least, to, until);
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
