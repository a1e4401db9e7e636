import {
  cancelStream,
  claimOrder,
  claimStream,
  claimSubscription,
  draftSubscription,
  parseScv,
  readDeal,
  type Deal,
} from "@servicecoin/sdk";
import { canJump, timeOf, waitFor, waitUntil } from "../lib/clock.js";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { deliver, FEE_BPS, feeOf, orderOf, paid, streamOf } from "./deals.js";
import { reference, send, type Stage } from "./story.js";

/** A deal that the Treasury pays, and the amount it funds. */
export interface Funded {
  name: string;
  deal: Deal;
  amount: bigint;
}

/** The deals that the DAO funds from its Treasury. */
export interface Employment {
  order: Funded;
  salary: Funded;
  subscription: Funded;
}

const ORDER = parseScv("0.5");
const PER_SECOND = parseScv("0.001");
const SALARY = parseScv("0.2");
const PER_MONTH = parseScv("0.1");
const MONTHS = 3n;
const DAY = 86_400n;

/** Drafts an order and a subscription with the supplier, and a salary for the steward that starts before execution. */
export async function draft(stage: Stage): Promise<Employment> {
  const { steward, supplier } = stage.cast;
  const payer = await stage.system.treasury.getAddress();
  const order = { payer, payee: supplier.address, price: ORDER, window: 1n };
  const salary = { payer, payee: steward.address, price: PER_SECOND };
  const start = (await timeOf(stage.connection)) + (await votingTime(stage));
  const period = monthOf(stage);
  const parties = { payer, payee: supplier.address, ref: reference("hosting") };
  const hosting = await draftSubscription(stage.as("relayer"), { ...parties, price: PER_MONTH, period, start });
  return {
    order: { name: "audit", deal: await orderOf(stage, "audit", order), amount: ORDER },
    salary: { name: "salary", deal: await streamOf(stage, "salary", salary), amount: SALARY },
    // The same proposal sets this fee.
    subscription: { name: "hosting", deal: { ...hosting, feeBps: FEE_BPS }, amount: MONTHS * PER_MONTH },
  };
}

/** Plays the deals that the Treasury funded. */
export async function employ(stage: Stage, steps: Steps, employment: Employment): Promise<void> {
  steps.chapter("The hub pays out the deals that the DAO voted for");
  await steps.run("The Treasury's money is in the hub", async () => {
    for (const { name, deal, amount } of Object.values<Funded>({ ...employment })) {
      const { funded } = await readDeal(stage.as("relayer"), deal);
      if (funded !== amount) throw new OperatorError(`${name} has ${scv(funded)} and should have ${scv(amount)}`);
    }
    return `${scv(ORDER)} for an audit, ${scv(SALARY)} of salary, ${scv(MONTHS * PER_MONTH)} for hosting`;
  });
  await playOrder(stage, steps, employment.order);
  await playSalary(stage, steps, employment.salary);
  await playSubscription(stage, steps, employment.subscription);
}

async function playOrder(stage: Stage, steps: Steps, { deal }: Funded): Promise<void> {
  await steps.run("The supplier delivers the audit, nobody objects, anyone can claim", async () => {
    await deliver(stage, "supplier", deal);
    await waitFor(stage.connection, deal.window + 1n, "the dispute window ends");
    await send(stage, claimOrder(stage.as("relayer"), { deal }), () => paid("supplier", ORDER));
    return `${scv(ORDER - feeOf(ORDER))} for the supplier, ${scv(feeOf(ORDER))} fee`;
  });
}

async function playSalary(stage: Stage, steps: Steps, { deal }: Funded): Promise<void> {
  const steward = stage.as("steward");
  let taken = 0n;
  const dueAt = (time: bigint): bigint => {
    const owed = deal.price * (time - deal.start);
    return (owed < SALARY ? owed : SALARY) - taken;
  };
  await steps.run(`The steward claims the salary so far, at ${scv(PER_SECOND)} per second`, async () => {
    let due = 0n;
    await send(stage, claimStream(steward, { deal }), (time) => {
      due = dueAt(time);
      return paid("steward", due);
    });
    taken = due;
    return `${scv(due - feeOf(due))}, ${scv(feeOf(due))} fee`;
  });
  await waitFor(stage.connection, 2n, "the steward keeps working");
  await steps.run("The steward leaves and cancels the stream", async () => {
    let gains = { steward: 0n, treasury: 0n, hub: 0n };
    await send(stage, cancelStream(steward, { deal }), (time) => {
      const due = dueAt(time);
      const [net, back] = [due - feeOf(due), SALARY - taken - due];
      gains = { steward: net, treasury: back, hub: -net - back };
      return gains;
    });
    return `${scv(gains.steward)}, ${scv(gains.treasury)} back to the Treasury`;
  });
}

async function playSubscription(stage: Stage, steps: Steps, { deal, amount }: Funded): Promise<void> {
  const { price, period, start } = deal;
  // Each claim pays all months that have begun, which can be more than one on a slow chain.
  for (let taken = 0n; taken < amount;) {
    const month = taken / price + 1n;
    await waitUntil(stage.connection, start + (month - 1n) * period, `month ${month} begins`);
    await steps.run(`Month ${month} of hosting begins${noteOf(stage)}, anyone can claim`, async () => {
      let due = 0n;
      await send(stage, claimSubscription(stage.as("relayer"), { deal }), (time) => {
        const owed = price * ((time - start) / period + 1n);
        due = (owed < amount ? owed : amount) - taken;
        return paid("supplier", due);
      });
      taken += due;
      return `${scv(due - feeOf(due))} for the supplier, ${scv(feeOf(due))} fee`;
    });
  }
}

/** Estimates the seconds from proposal to execution. */
async function votingTime({ system: { dao } }: Stage): Promise<bigint> {
  return (await dao.votingDelay()) + (await dao.votingPeriod()) + (await dao.executionDelay()) + 20n;
}

/** Returns the seconds of a month, shortened where the clock cannot be moved forward. */
function monthOf({ connection }: Stage): bigint {
  return canJump(connection) ? 30n * DAY : 5n;
}

function noteOf(stage: Stage): string {
  return canJump(stage.connection) ? "" : ` (${monthOf(stage)} seconds here)`;
}
