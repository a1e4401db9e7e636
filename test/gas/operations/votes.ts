import { ethers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { authorize, sign } from "../signatures.js";
import { AMOUNT, gasOf, NEVER, prepare, type GasSystem, type Signer } from "../system.js";

const WITH_DATA = "transferAndCall(address,uint256,bytes)";
const WITHOUT_DATA = "transferAndCall(address,uint256)";

async function depositFor({ coin, votes }: GasSystem, member: Signer): Promise<number> {
  await prepare(() => coin.connect(member).approve(votes, 2n * AMOUNT));
  return gasOf(votes.connect(member).depositFor(member, AMOUNT));
}

async function depositWithAuthorization({ coin, votes, relayer }: GasSystem, member: Signer): Promise<number> {
  const transfer = { to: votes.target as string, value: AMOUNT, nonce: ethers.id("a random nonce") };
  const { terms, signature } = await authorize(member, coin, "ReceiveWithAuthorization", transfer);
  const [from, , ...rest] = terms;
  return gasOf(votes.connect(relayer).depositWithAuthorization(from, ...rest, signature.serialized));
}

function lock({ coin, votes }: GasSystem, member: Signer): Promise<number> {
  return gasOf(coin.connect(member)[WITHOUT_DATA](votes, AMOUNT));
}

function lockAndDelegate({ coin, votes, bob }: GasSystem, member: Signer): Promise<number> {
  const data = ethers.AbiCoder.defaultAbiCoder().encode(["address"], [bob.address]);
  return gasOf(coin.connect(member)[WITH_DATA](votes, AMOUNT, data));
}

const locking: Operation[] = [
  { name: "depositFor, first", run: (system) => depositFor(system, system.steward) },
  { name: "depositFor, repeat", run: (system) => depositFor(system, system.alice) },
  { name: "transferAndCall, first", run: (system) => lock(system, system.steward) },
  { name: "transferAndCall, repeat", run: (system) => lock(system, system.alice) },
  { name: "transferAndCall with a delegatee, first", run: (system) => lockAndDelegate(system, system.steward) },
  { name: "transferAndCall with a delegatee, repeat", run: (system) => lockAndDelegate(system, system.alice) },
  { name: "depositWithAuthorization, first", run: (system) => depositWithAuthorization(system, system.steward) },
  { name: "depositWithAuthorization, repeat", run: (system) => depositWithAuthorization(system, system.alice) },
  {
    name: "withdrawTo, a part",
    run: ({ votes, alice }) => gasOf(votes.connect(alice).withdrawTo(alice, AMOUNT)),
  },
];

const delegation: Operation[] = [
  { name: "delegate, first", run: ({ votes, alice, bob }) => gasOf(votes.connect(alice).delegate(bob)) },
  {
    name: "delegate, change",
    async run({ votes, alice, bob, carol }) {
      await prepare(() => votes.connect(alice).delegate(bob));
      return gasOf(votes.connect(alice).delegate(carol));
    },
  },
  {
    name: "delegateBySig, first",
    async run({ votes, alice, bob, relayer }) {
      const message = { delegatee: bob.address, nonce: 0n, expiry: NEVER };
      const { v, r, s } = await sign(alice, votes, "Delegation", message);
      return gasOf(votes.connect(relayer).delegateBySig(bob, 0n, NEVER, v, r, s));
    },
  },
  {
    name: "transfer of votes between members",
    run: ({ votes, alice, bob }) => gasOf(votes.connect(alice).transfer(bob, AMOUNT)),
  },
];

export const votes: Subject = { title: "ServiceVotes", operations: [...locking, ...delegation] };
