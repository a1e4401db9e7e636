import { Wallet } from "ethers";
import { transferAuthorizationData } from "../../packages/sdk/src/coin/typedData.js";
import type { Payment } from "../../packages/gateway/src/settlement/payment.js";
import { at } from "../fixtures/at.js";
import { domainOf, sign } from "../fixtures/signatures.js";
import { payout } from "../fixtures/system.js";
import { ethers } from "./chain.js";
import { AMOUNT, NEVER, prepare, type GasSystem } from "./system.js";

/** Payments of one batch. */
const COUNT = 100;

type Send = (system: GasSystem, payments: readonly Payment[]) => ReturnType<GasSystem["alice"]["sendTransaction"]>;

/** A batch of a hundred payments to bob, by how its payers and nonces come. Each gives the gas per payment. */
export const BATCHES: readonly { name: string; run: (system: GasSystem, send: Send) => Promise<number> }[] = [
  {
    name: "100 payers, random nonces, each",
    run: async (system, send) => gasEach(send(system, await signed(system, await payersOf(system, COUNT), random))),
  },
  {
    name: "100 payers, neighbouring nonces, each",
    async run(system, send) {
      const payers = await payersOf(system, COUNT);
      await gasEach(send(system, await signed(system, payers, (number) => nonce(number, 0))));
      return gasEach(send(system, await signed(system, payers, (number) => nonce(number, 1))));
    },
  },
  {
    name: "2 payers, random nonces, each",
    run: async (system, send) => gasEach(send(system, await signed(system, await payersOf(system, 2), random))),
  },
  {
    name: "2 payers, neighbouring nonces, each",
    async run(system, send) {
      const payers = await payersOf(system, 2);
      const next = (number: number) => nonce(number % 2, Math.floor(number / 2));
      return gasEach(send(system, await signed(system, payers, next)));
    },
  },
];

function random(number: number): string {
  return ethers.id(`random nonce ${number}`);
}

/** Nonces of one payer with indexes up to 255 share a word. */
function nonce(payer: number, index: number): string {
  return ethers.toBeHex((BigInt(ethers.id(`nonces ${payer}`)) & ~0xffn) | BigInt(index), 32);
}

async function gasEach(transaction: ReturnType<Send>): Promise<number> {
  const receipt = await (await transaction).wait();
  if (receipt?.logs.length !== 2 * COUNT) throw new Error("not every payment was made");
  return Number(receipt.gasUsed) / COUNT;
}

async function payersOf({ coin, deployer }: GasSystem, count: number): Promise<Wallet[]> {
  const payers = Array.from({ length: count }, (_, i) => new Wallet(ethers.id(`payer ${i}`)));
  // For three batches: who spends all gets gas back for his storage.
  const each = (AMOUNT * 3n * BigInt(COUNT)) / BigInt(count);
  await prepare(() => coin.connect(deployer).transferBatch(payers.map(({ address }) => payout(address, each))));
  return payers;
}

/** As many payments as a batch has, of the payers in turn. */
async function signed(
  { coin, bob }: GasSystem,
  payers: readonly Wallet[],
  nonceOf: (number: number) => string,
): Promise<Payment[]> {
  const domain = await domainOf(coin);
  return Promise.all(
    Array.from({ length: COUNT }, async (_, number) => {
      const payer = at(payers, number % payers.length);
      const terms = { value: AMOUNT, validAfter: 0n, validBefore: NEVER, nonce: nonceOf(number) };
      const authorization = { from: payer.address, to: bob.address, ...terms };
      const signature = await sign(payer, transferAuthorizationData(domain, authorization));
      return { ...authorization, signature, alone: false };
    }),
  );
}
