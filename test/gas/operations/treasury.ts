import { parseEther, ZeroAddress } from "ethers";
import { at } from "../../fixtures/at.js";
import { DAY, payout } from "../../fixtures/system.js";
import { ethers, networkHelpers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { AMOUNT, gasOf, HOLDERS, prepare, STRANGERS, type GasSystem } from "../system.js";

const REF = ethers.id("invoice 1");
const LIMIT = parseEther("20");
const PERIOD = 30 * DAY;

function payMany({ purse, coin }: GasSystem, recipients: string[]): Promise<number> {
  const payouts = recipients.slice(0, 10).map((to) => payout(to, AMOUNT));
  return gasOf(purse.payMany(coin, payouts, REF));
}

/** A budget in use, spent from once before. */
async function spend({ purse, coin, steward, bob }: GasSystem): Promise<number> {
  await prepare(
    () => purse.setBudget(steward, coin, LIMIT, PERIOD),
    () => purse.connect(steward).spend(coin, bob, AMOUNT, REF),
  );
  await networkHelpers.time.increase(DAY);
  return gasOf(purse.connect(steward).spend(coin, bob, AMOUNT, REF));
}

/** A cap in use, charged once before. */
async function cap({ purse, coin, bob }: GasSystem): Promise<void> {
  await prepare(
    () => purse.setCap(coin, LIMIT, PERIOD),
    () => purse.pay(coin, bob, AMOUNT, REF),
  );
  await networkHelpers.time.increase(DAY);
}

const payments: Operation[] = [
  { name: "pay SCV, existing holder", run: ({ purse, coin, bob }) => gasOf(purse.pay(coin, bob, AMOUNT, REF)) },
  { name: "pay SCV, new holder", run: ({ purse, coin }) => gasOf(purse.pay(coin, at(STRANGERS, 0), AMOUNT, REF)) },
  {
    name: "pay SCV, existing holder, capped",
    async run(system) {
      await cap(system);
      return gasOf(system.purse.pay(system.coin, system.bob, AMOUNT, REF));
    },
  },
  { name: "pay ether", run: ({ purse, bob }) => gasOf(purse.pay(ZeroAddress, bob, AMOUNT, REF)) },
  { name: "payMany of 10, existing holders", run: (system) => payMany(system, HOLDERS) },
  { name: "payMany of 10, new holders", run: (system) => payMany(system, STRANGERS) },
  {
    name: "payAndCall, contract that does nothing",
    run: ({ purse, coin, receiver }) => gasOf(purse.payAndCall(coin, receiver, AMOUNT, "0x", REF)),
  },
];

const spending: Operation[] = [
  {
    name: "spend, first",
    async run({ purse, coin, steward, bob }) {
      await prepare(() => purse.setBudget(steward, coin, LIMIT, PERIOD));
      return gasOf(purse.connect(steward).spend(coin, bob, AMOUNT, REF));
    },
  },
  { name: "spend, repeat", run: spend },
  {
    name: "spend, repeat, capped",
    async run(system) {
      await cap(system);
      return spend(system);
    },
  },
];

const limits: Operation[] = [
  {
    name: "setBudget, first",
    run: ({ purse, coin, steward }) => gasOf(purse.setBudget(steward, coin, LIMIT, PERIOD)),
  },
  {
    name: "setBudget, change",
    async run({ purse, coin, steward }) {
      await prepare(() => purse.setBudget(steward, coin, LIMIT, PERIOD));
      return gasOf(purse.setBudget(steward, coin, 2n * LIMIT, PERIOD));
    },
  },
  { name: "setCap, first", run: ({ purse, coin }) => gasOf(purse.setCap(coin, LIMIT, PERIOD)) },
  {
    name: "setCap, change",
    async run({ purse, coin }) {
      await prepare(() => purse.setCap(coin, LIMIT, PERIOD));
      return gasOf(purse.setCap(coin, 2n * LIMIT, PERIOD));
    },
  },
];

/** A call that costs the target next to nothing, so that the number is the treasury's own. */
function execute({ purse, receiver }: GasSystem): Promise<number> {
  const arguments_ = [ZeroAddress, ZeroAddress, 0n, "0x"] as const;
  const data = receiver.interface.encodeFunctionData("onTransferReceived", [...arguments_]);
  return gasOf(purse.execute(receiver, 0n, data, REF));
}

const calls: Operation[] = [
  { name: "execute, no asset capped", run: execute },
  {
    name: "execute, one asset capped",
    async run(system) {
      await cap(system);
      return execute(system);
    },
  },
];

export const treasury: Subject = {
  title: "Treasury",
  operations: [...payments, ...spending, ...limits, ...calls],
};
