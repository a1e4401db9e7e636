/**
 * Sends the customers of simulated markets to providers: by `matchServices`, and in simpler ways. Run with
 * `npm run bench:matching`; `npm run bench:matching -- 1 20` takes the seeds 1 to 20.
 */
import { addOutcomes, judgeMarket, POLICIES, type Judgement } from "../test/fixtures/market/judge.js";
import { runScript } from "./lib/errors.js";
import { table } from "./lib/table.js";

/** Weights were chosen on seeds 1 to 20; these were not looked at. */
const [FIRST = "1001", LAST = "1040"] = (process.env["SEEDS"] ?? "").split("-").filter(Boolean);

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
