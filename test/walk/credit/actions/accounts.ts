import { MaxUint256, ZeroAddress } from "ethers";
import * as model from "../../../model/credit/accounts.js";
import { withdrawableOf } from "../../../model/credit/securities.js";
import { refuse, require } from "../../../model/errors.js";
import type { Place } from "../stage.js";
import type { Action, Step, World } from "../world.js";

export function createAccount(world: World): Step {
  const { ledger, stage, random, credit } = world;
  const isNew = ({ address }: Place) => world.ownerOf(address) === ZeroAddress;
  const missing = stage.payoutAccounts.filter(isNew);
  const { salt, owner, address } = random.pick(missing.length > 0 ? missing : stage.payoutAccounts);
  const caller = stage.parties.find((party) => party.address === owner) ?? refuse("there is no such party", owner);
  return {
    caller,
    to: ledger.places.credit,
    data: credit.encodeFunctionData("createAccount", [salt]),
    predict: () => {
      model.createAccount(ledger, address);
    },
  };
}

const transferAccount: Action = (world) => {
  const { ledger, random } = world;
  const { address } = world.place();
  const to = random.chance(20) ? ZeroAddress : world.party().address;
  return {
    caller: world.callerFor(world.ownerOf(address)),
    to: ledger.places.credit,
    data: world.credit.encodeFunctionData("transferAccount", [address, to]),
    predict: () => {
      model.transferAccount(ledger, address, to);
    },
  };
};

const acceptAccount: Action = (world) => {
  const { ledger, stage, random } = world;
  const offered = stage.payoutAccounts.filter((one) => ledger.account(one.address).pendingOwner !== ZeroAddress);
  const { address } = offered.length === 0 ? world.place() : random.pick(offered);
  return {
    caller: world.callerFor(ledger.account(address).pendingOwner),
    to: ledger.places.credit,
    data: world.credit.encodeFunctionData("acceptAccount", [address]),
    predict: () => {
      model.acceptAccount(ledger, address);
    },
  };
};

const withdraw: Action = (world) => {
  const { ledger, stage, random } = world;
  const { address } = world.place();
  const owner = world.ownerOf(address);
  if (owner === ZeroAddress) return createAccount(world);
  const to = world.party().address;
  const amount = random.chance(40) ? MaxUint256 : world.partOf(withdrawableOf(ledger, address));
  return {
    caller: world.callerFor(owner),
    to: address,
    data: stage.implementation.interface.encodeFunctionData("withdraw", [to, amount]),
    predict: () => {
      model.withdraw(ledger, address, to, amount);
    },
  };
};

/** Calls that only `Credit` or an account may make, and the coin that no owner may withdraw this way. */
const intrude: Action = (world) => {
  const { ledger, stage, random, credit } = world;
  const { interface: account } = stage.implementation;
  const { address } = world.place();
  const owner = world.ownerOf(address);
  if (owner === ZeroAddress) return createAccount(world);
  const caller = world.callerFor(owner);
  const to = world.party().address;
  const [creditAddress, coin] = [ledger.places.credit, stage.places.coin];
  return random.pick<Step>([
    {
      caller,
      to: address,
      data: account.encodeFunctionData("pay", [to, 1n]),
      predict: () => refuse("PayoutAccountUnauthorized", caller.address, creditAddress),
    },
    {
      caller,
      to: creditAddress,
      data: credit.encodeFunctionData("beforeWithdrawal", [owner, to, 1n]),
      predict: () => refuse("CreditUnknownAccount", caller.address),
    },
    {
      caller,
      to: address,
      data: account.encodeFunctionData("withdrawToken", [coin, to, 1n]),
      predict: () => {
        require(caller.address === owner, "PayoutAccountUnauthorized", caller.address, owner);
        refuse("PayoutAccountForbiddenToken", coin);
      },
    },
  ]);
};

/** Every kind of step of payout accounts, with its weight. */
export const ACCOUNTS: Readonly<Record<string, readonly [number, Action]>> = {
  createAccount: [1, createAccount],
  transferAccount: [1.5, transferAccount],
  acceptAccount: [1.5, acceptAccount],
  withdraw: [9, withdraw],
  intrude: [0.5, intrude],
};
