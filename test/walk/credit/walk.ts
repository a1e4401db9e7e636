import { expect } from "chai";
import { connection } from "../../fixtures/chain.js";
import type { Refusal } from "../../model/errors.js";
import { Random } from "../random.js";
import { ACTIONS, chooseKind } from "./actions/index.js";
import { compareBalances, compareCredit } from "./compare.js";
import { NOT_WALKED, NEED_NOT_MEET } from "./errors.js";
import { encodeRefusal, nameRefusal, setCreditStage, type CreditStage } from "./stage.js";
import { newOrder } from "./terms.js";
import { World, type Step } from "./world.js";
import { tableOf } from "../table.js";

/** Enough for CI; see `more.ts` for longer walks. */
const STEPS = Number(process.env["STEPS"] ?? 600);

/** Shorter walks cannot reach everything. */
const LEAST_STEPS = 30_000;

/** Deals and loans of the whole walk are compared after so many steps. */
const ROUND = 500;

/** How often a walk does every kind of step, at least. */
const LEAST_DONE = 10;

/** What happened on a walk. */
interface Tally {
  done: Map<string, number>;
  refused: Map<string, number>;
  errors: Map<string, number>;
  called: Set<string>;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Model and contracts do the step at the model's time, and must say the same. Returns why it was refused. */
async function play(stage: CreditStage, kind: string, step: Step): Promise<Refusal | undefined> {
  const { book } = stage;
  const predicted = book.attempt(book.now, step.caller.address, step.predict);
  const expected = predicted === undefined ? undefined : encodeRefusal(stage, predicted);
  const answer = await send(stage, step);
  if (answer !== expected) {
    const about = `${kind} by ${step.caller.address} at ${String(book.now)}: ${step.data}`;
    expect(nameRefusal(stage, answer), about).to.equal(nameRefusal(stage, expected));
  }
  return predicted;
}

/** Sends a call in a block of that second; returns the bytes with which it was refused, if it was. */
async function send(stage: CreditStage, { caller, to, data }: Step): Promise<string | undefined> {
  const time = Number(stage.book.now);
  await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [time] });
  try {
    await stage.send(caller, to, data);
    return undefined;
  } catch (error) {
    const returned = returnDataOf(error);
    if (returned !== undefined) return returned;
    throw error;
  }
}

/** The node wraps the data when the revert came out of a contract that it does not know, as a clone. */
function returnDataOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("data" in error)) return undefined;
  return typeof error.data === "string" ? error.data : returnDataOf(error.data);
}

async function takeStep(world: World, { done, refused, errors, called }: Tally): Promise<void> {
  const { stage } = world;
  world.tick();
  const kind = chooseKind(world);
  const [, action] = ACTIONS[kind] ?? [];
  if (action === undefined) throw new Error(`there is no action ${kind}`);
  const step = action(world);
  const predicted = await play(stage, kind, step);
  count(predicted === undefined ? done : refused, kind);
  world.remember(step);
  if (predicted === undefined) called.add(step.data.slice(0, 10));
  else count(errors, predicted.error);
  // A call that is refused changes nothing but the time, which changes what is owed.
  await compareCredit(stage, [...new Set([...world.activeLoans(), ...(step.loans ?? [])])], step.deals ?? []);
  if (predicted === undefined) await compareBalances(stage, step.deals ?? []);
}

async function walk(stage: CreditStage, seed: number, tally: Tally): Promise<void> {
  const world = new World(new Random(seed), stage);
  world.remember({ caller: stage.owner, to: "", data: "0x", predict: () => undefined, deals: [newOrder(world)] });
  for (let step = 1; step <= STEPS; step++) {
    try {
      await takeStep(world, tally);
      if (step % ROUND === 0) await compareCredit(stage, world.recentLoans, world.recentDeals);
    } catch (error) {
      if (error instanceof Error) error.message = `step ${step}: ${error.message}`;
      throw error;
    }
  }
  await compareCredit(stage, [...world.loans.values()], [...world.deals.values()]);
  await compareBalances(stage, [...world.deals.values()]);
}

/**
 * Random steps through `Credit` and its payout accounts, with the hub around them. The model of `test/model/credit`
 * says beforehand what each does, and the real contracts must do just that: the same error with the same arguments, or
 * the same balances, loans and accounts to the base unit and second.
 */
export function describeCreditWalk(seed: number): void {
  describe(`Credit and its model, ${STEPS} random steps of seed ${seed}`, function () {
    this.timeout(900_000 + STEPS * 60);

    const tally: Tally = { done: new Map(), refused: new Map(), errors: new Map(), called: new Set() };
    const { done, refused, errors, called } = tally;

    it("does at each step what the model says", async () => {
      await walk(await setCreditStage(), seed, tally);
    });

    describe("given all of these steps", () => {
      before(function () {
        if (STEPS < LEAST_STEPS) this.skip();
      });

      after(() => {
        const kinds = Object.keys(ACTIONS).map((kind): [string, ...(number | undefined)[]] => {
          return [kind, done.get(kind), refused.get(kind)];
        });
        console.log(`      ${tableOf("kind: done, refused", kinds)}`);
        console.log(`      ${tableOf("errors", [...errors].sort())}`);
      });

      it("has done every kind often", () => {
        const kinds = Object.keys(ACTIONS).filter((kind) => kind !== "intrude");
        expect(kinds.filter((kind) => (done.get(kind) ?? 0) < LEAST_DONE && kind !== "createAccount")).to.deep.equal(
          [],
        );
      });

      it("has met every error", async () => {
        const { credit, implementation } = await setCreditStage();
        const missing: string[] = [];
        for (const source of [credit.interface, implementation.interface]) {
          source.forEachError(({ name }) => {
            if (!errors.has(name) && !(name in NEED_NOT_MEET)) missing.push(name);
          });
        }
        expect(missing).to.deep.equal([]);
      });

      it("has called every function that changes something", async () => {
        const { credit } = await setCreditStage();
        const missing: string[] = [];
        credit.interface.forEachFunction(({ name, selector, constant }) => {
          if (!constant && !called.has(selector) && !(name in NOT_WALKED)) missing.push(name);
        });
        expect(missing).to.deep.equal([]);
      });
    });
  });
}
