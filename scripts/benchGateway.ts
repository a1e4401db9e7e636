/**
 * Compares payments per second of our facilitator with the official one, with its default signer and with a signer that
 * counts nonces itself. One run on one node, each facilitator in its own process. Run with `npm run bench:gateway`.
 */
import { HTTPFacilitatorClient } from "@x402/core/server";
import { Wallet } from "ethers";
import { counting, official, ours, type Facilitator, type Starter } from "./bench/facilitators.js";
import { load, type Load } from "./bench/load.js";
import { AMOUNT, signPayments, type RequestedPayment } from "./bench/payments.js";
import { startWorld, type World } from "./bench/world.js";
import { runScript } from "./lib/errors.js";
import { grouped, table } from "./lib/table.js";

const PAYERS = 100;
const MANY = 300;
const FEW = 50;
const IN_FLIGHT = 50;
const STARTERS: Starter[] = [official, counting, ours];

/** The results of one facilitator. */
interface Figures {
  name: string;
  /** Payments that the payee received, read from the chain. */
  paid: bigint;
  verified: [one: Load, many: Load];
  settled: [one: Load, many: Load];
  gas: bigint;
}

await runScript(async () => {
  const world = await startWorld(PAYERS);
  try {
    await run(world, "A node that mines each transaction at once");
    await world.node.request("evm_setAutomine", [false]);
    await world.node.request("evm_setIntervalMining", [1]);
    await run(world, "A node that mines a block each second");
  } finally {
    await world.stop();
  }
});

async function run(world: World, title: string): Promise<void> {
  console.log(`\n${title}: ${MANY} payments by ${PAYERS} payers, random nonces`);
  const rows: string[][] = [];
  for (const [number, start] of STARTERS.entries()) {
    const facilitator = await start(world, number + 2);
    try {
      rows.push(rowOf(await measure(world, facilitator)));
    } finally {
      await facilitator.stop();
    }
  }
  const many = `${IN_FLIGHT} at once`;
  console.log(
    table(["facilitator", "verify/s", many, "settle/s", many, `paid of ${MANY + FEW}`, "gas per payment"], rows),
  );
}

async function measure(world: World, facilitator: Facilitator): Promise<Figures> {
  const client = new HTTPFacilitatorClient({ url: facilitator.url });
  const verify = async ({ payload, requirements }: RequestedPayment) =>
    (await client.verify(payload, requirements)).isValid;
  const settle = async ({ payload, requirements }: RequestedPayment) =>
    (await client.settle(payload, requirements)).success;
  const payee = Wallet.createRandom().address;
  // The first transfer to an account costs more gas than later ones.
  await (await world.client.coin.transfer(payee, 1n)).wait();
  const many = await signPayments(world, payee, MANY);
  const few = await signPayments(world, payee, FEW);

  const verified: Figures["verified"] = [await load(few, 1, verify), await load(many, IN_FLIGHT, verify)];
  const one = await load(few, 1, settle);
  const between = await world.provider.getBlockNumber();
  const settled: Figures["settled"] = [one, await load(many, IN_FLIGHT, settle)];
  const paid = ((await world.client.coin.balanceOf(payee)) - 1n) / AMOUNT;
  const paidBefore = BigInt(one.done);
  const gas = (await gasOf(world, facilitator.account, between)) / (paid - paidBefore || 1n);
  return { name: facilitator.name, paid, verified, settled, gas };
}

/** Sums the gas that an account has used after a block. */
async function gasOf({ provider }: World, account: string, after: number): Promise<bigint> {
  let gas = 0n;
  for (let number = after + 1; number <= (await provider.getBlockNumber()); number++) {
    const block = await provider.getBlock(number, true);
    for (const { from, hash } of block?.prefetchedTransactions ?? []) {
      if (from !== account) continue;
      gas += (await provider.getTransactionReceipt(hash))?.gasUsed ?? 0n;
    }
  }
  return gas;
}

function rowOf({ name, paid, verified, settled, gas }: Figures): string[] {
  return [name, ...[...verified, ...settled].map(perSecond), String(paid), grouped(gas)];
}

function perSecond({ done, seconds }: Load): string {
  return (done / seconds).toFixed(1);
}
