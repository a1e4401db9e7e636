import { MaxUint256 } from "ethers";
import type { Action } from "../world.js";

/** Income from nowhere, and coins between the parties, so that none is poor for long. */
const transfer: Action = (world) => {
  const { book, stage, random } = world;
  const caller = world.party();
  const to = random.chance(60) ? random.pick(stage.payoutAccounts).address : world.party().address;
  const amount = random.amount(random.chance(60) ? 50 : 60);
  return {
    caller,
    to: stage.places.coin,
    data: stage.coin.interface.encodeFunctionData("transfer", [to, amount]),
    predict: () => {
      book.coin.transfer(caller.address, to, amount);
    },
  };
};

/** What `Credit` can take from a party. */
const approve: Action = (world) => {
  const { book, stage, random, ledger } = world;
  const caller = world.party();
  const amount = random.pick([0n, random.amount(52), random.amount(60), MaxUint256, MaxUint256]);
  return {
    caller,
    to: stage.places.coin,
    data: stage.coin.interface.encodeFunctionData("approve", [ledger.places.credit, amount]),
    predict: () => {
      book.coin.approve(caller.address, ledger.places.credit, amount);
    },
  };
};

/** Every kind of step of the coin, with its weight. */
export const COINS: Readonly<Record<string, readonly [number, Action]>> = {
  transfer: [3, transfer],
  approve: [2, approve],
};
