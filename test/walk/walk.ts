import { expect } from "chai";
import { ACTIONS, chooseKind, NEVER_SUCCEEDS } from "./actions/index.js";
import { compareAll, compareBooks, compareLimits } from "./compare.js";
import { COIN_ERRORS, NOT_WALKED, UNREACHABLE } from "./errors.js";
import { play } from "./play.js";
import { Random } from "./random.js";
import { setStage, type Stage } from "./stage.js";
import { tableOf } from "./table.js";
import { newDeal, newMandate } from "./terms.js";
import { World } from "./world.js";

const STEPS = Number(process.env["HUB_WALK_STEPS"] ?? 10_000);

/** All recent deals and mandates are compared in every way after so many steps. */
const ROUND = 500;

/** Shorter walks cannot reach everything. */
const LEAST_STEPS = 10_000;

/** How often a walk does every kind of step, at least. */
const LEAST_DONE = 17;

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

async function takeStep(world: World, { done, refused, errors, called }: Tally): Promise<void> {
  const { stage, book } = world;
  world.tick();
  const kind = chooseKind(world);
  const [, action] = ACTIONS[kind] ?? [];
  if (action === undefined) throw new Error(`there is no action ${kind}`);
  const step = action(world);
  const predicted = await play(stage, kind, step);
  count(predicted === undefined ? done : refused, kind);
  world.remember(step);
  const { deals = [], mandates = [] } = step;
  if (predicted !== undefined) {
    count(errors, predicted.error);
    // A call that reverts leaves every book as the last comparison found it.
    if (world.random.chance(10)) await compareLimits(stage, deals, mandates);
    return;
  }
  called.add(step.data.slice(0, 10));
  await compareBooks(
    stage,
    deals.map((deal) => book.hashes.idOf(deal)),
    mandates.map((mandate) => book.hashes.idOfMandate(mandate)),
  );
  if (world.random.chance(10)) await compareLimits(stage, deals, mandates);
}

async function walk(stage: Stage, seed: number, tally: Tally): Promise<void> {
  const world = new World(new Random(seed), stage);
  world.remember({
    caller: stage.owner,
    to: "hub",
    data: "0x",
    predict: () => undefined,
    deals: [newDeal(world)],
    mandates: [newMandate(world)],
  });
  for (let step = 1; step <= STEPS; step++) {
    try {
      await takeStep(world, tally);
      if (step % ROUND === 0) await compareAll(stage, world.recentDeals, world.recentMandates);
    } catch (error) {
      if (error instanceof Error) error.message = `step ${step}: ${error.message}`;
      throw error;
    }
  }
  await compareAll(stage, [...world.deals.values()], [...world.mandates.values()]);
}

/**
 * Random steps through all functions of the hub. The model of `test/model` says beforehand what each does, and the real
 * contracts must do just that: the same error with the same arguments, or the same balances and books to the base unit.
 */
export function describeWalk(seed: number): void {
  describe(`PaymentHub and its model, ${STEPS} random steps of seed ${seed}`, function () {
    this.timeout(120_000 + STEPS * 20);

    const tally: Tally = { done: new Map(), refused: new Map(), errors: new Map(), called: new Set() };
    const { done, refused, errors, called } = tally;

    it("does at each step what the model says", async () => {
      await walk(await setStage(), seed, tally);
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
        const kinds = Object.keys(ACTIONS).filter((kind) => !NEVER_SUCCEEDS.includes(kind));
        expect(kinds.filter((kind) => (done.get(kind) ?? 0) < LEAST_DONE)).to.deep.equal([]);
        expect(NEVER_SUCCEEDS.filter((kind) => done.has(kind))).to.deep.equal([]);
      });

      it("has met every error", async () => {
        const { hub } = await setStage();
        const ofHub = hub.interface.fragments
          .filter(({ type }) => type === "error")
          .map((error) => nameOf(error.format()));
        const reachable = ofHub.filter((error) => !(error in UNREACHABLE));
        expect([...reachable, ...COIN_ERRORS].sort()).to.deep.equal([...errors.keys()].sort());
      });

      it("has called every function that changes something", async () => {
        const { hub } = await setStage();
        const missing: string[] = [];
        hub.interface.forEachFunction(({ name, selector, constant }) => {
          if (!constant && !called.has(selector) && !(name in NOT_WALKED)) missing.push(name);
        });
        // Only the coin calls this one.
        expect(missing).to.deep.equal(["onTransferReceived"]);
      });
    });
  });
}

function nameOf(signature: string): string {
  return signature.slice(0, signature.indexOf("("));
}
