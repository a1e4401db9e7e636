import { MaxUint256 } from "ethers";
import { at } from "../../fixtures/at.js";
import type { Action, World } from "../world.js";
import type { Party } from "../stage.js";

const setFee: Action = (world) => {
  const { random, stage } = world;
  const fee = random.chance(90) ? BigInt(random.pick([0, 1, 30, 99, 100])) : random.between(101n, 65_535n);
  return {
    caller: random.chance(85) ? stage.owner : world.party(),
    to: "hub",
    data: world.hub.encodeFunctionData("setFee", [fee]),
    predict: () => {
      world.book.setFee(fee);
    },
  };
};

const collect: Action = (world) => ({
  caller: world.party(),
  to: "hub",
  data: world.hub.encodeFunctionData("collect"),
  predict: () => {
    world.book.collect();
  },
});

/** Coins that come without any data belong to nobody and must not confuse the books. */
const donate: Action = (world) => {
  const { hub, treasury } = world.book.places;
  return transfer(world, world.party(), world.random.pick([hub, hub, treasury]), world.random.amount(40));
};

/** The richest shares with the poorest, so that nobody is out of the game. */
const share: Action = (world) => {
  const { coin } = world.book;
  const byWealth = [...world.stage.parties].sort((a, b) => {
    return coin.balanceOf(a.address) < coin.balanceOf(b.address) ? -1 : 1;
  });
  const [poorest, richest] = [at(byWealth, 0), at(byWealth, byWealth.length - 1)];
  return transfer(world, richest, poorest.address, coin.balanceOf(richest.address) / 2n);
};

const transfer = (world: World, caller: Party, to: string, amount: bigint) => ({
  caller,
  to: "coin" as const,
  data: world.stage.coin.interface.encodeFunctionData("transfer", [to, amount]),
  predict: () => {
    world.book.coin.transfer(caller.address, to, amount);
  },
});

/** Now and then an allowance that is soon used up. */
const approve: Action = (world) => {
  const caller = world.party();
  const { random, stage, book } = world;
  const spender = random.chance(70) ? book.places.hub : stage.operator.address;
  const amount = random.chance(75) ? MaxUint256 : random.pick([0n, random.amount(54)]);
  return {
    caller,
    to: "coin",
    data: stage.coin.interface.encodeFunctionData("approve", [spender, amount]),
    predict: () => {
      book.coin.approve(caller.address, spender, amount);
    },
  };
};

export const COINS = {
  setFee: [0.8, setFee],
  collect: [1, collect],
  donate: [1, donate],
  share: [1, share],
  approve: [2, approve],
} as const satisfies Record<string, readonly [number, Action]>;
