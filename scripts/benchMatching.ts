/**
 * Sends the customers of simulated markets to providers: by `matchServices`, and in simpler ways. Run with
 * `npm run bench:matching`; `SEEDS=1-20 npm run bench:matching` takes other seeds.
 */
import { addOutcomes, judgeMarket, POLICIES, type Judgement } from "../test/fixtures/market/judge.js";
import { runScript } from "./lib/errors.js";
import { table } from "./lib/table.js";

/** Weights were chosen on seeds 1 to 20, and not on these. */
const [FIRST = "1001", LAST = "1016"] = (process.env["SEEDS"] ?? "").split("-").filter(Boolean);

await runScript(async () => {
  const judgements: Judgement[] = [];
  for (let seed = Number(FIRST); seed <= Number(LAST); seed++) judgements.push(await judgeMarket(seed));
  const outcomes = addOutcomes(judgements);
  const rows = POLICIES.map((policy) => {
    const { customers, good, cheated, success } = outcomes[policy];
    const shares = judgements.map((each) => each.outcomes[policy].good / each.outcomes[policy].customers);
    return [policy, ...[good / customers, cheated / customers, success / customers, Math.min(...shares)].map(percent)];
  });
  const learned = judgements.filter(({ isLearned }) => isLearned).length;
  console.log(`${judgements.length} markets, seeds ${FIRST} to ${LAST}; ${outcomes.random.customers} customers`);
  console.log(table(["chosen by", "to a good one", "to a cheat", "ends well", "worst market"], rows));
  console.log(`The learned ranking was used in ${learned} markets.`);
  console.log(judgements[0]?.reason);
});

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
