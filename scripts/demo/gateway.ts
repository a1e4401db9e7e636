import type { DiscoveryResource } from "@x402/extensions/bazaar";
import { id, parseEther, toUtf8Bytes, Wallet } from "ethers";
import express from "express";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { paidEndpoint, payingFetch, receiptOf, startDiscovery, startFacilitator } from "@servicecoin/gateway";
import {
  createClient,
  giveFeedback,
  parseScv,
  readSummary,
  registerService,
  searchServices,
  updateService,
} from "@servicecoin/sdk";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { grouped, scv } from "../lib/table.js";
import { send, type Cast, type Stage } from "./story.js";

const CATEGORY = "weather-api";
const UNIT = "request";
const PRICE = parseScv("0.0005");
const CUSTOMERS = ["carol", "dave"] as const;
/** Requests of both customers together. */
const REQUESTS = 100;
const IN_FLIGHT = 10;
const RULES = { maxPerPayment: PRICE, maxPerDay: parseScv("0.1") };

/** The supplier sells forecasts over HTTP. Two customers find the endpoint and pay for 100 requests, without gas. */
export async function gateway(stage: Stage, steps: Steps): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "servicecoin-demo-"));
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  try {
    await sell(stage, steps, path.join(folder, "journal"), (close) => closing.unshift(close));
  } finally {
    for (const close of closing) await close();
  }
}

async function sell(
  stage: Stage,
  steps: Steps,
  journal: string,
  atTheEnd: (close: () => Promise<unknown>) => void,
): Promise<void> {
  const { as, cast, system } = stage;
  let facilitator = "";
  let account = "";
  let endpoint = "";
  let agentId = 0n;
  steps.chapter("The supplier sells forecasts over HTTP, per request (x402)");

  await steps.run("A facilitator starts, with its own account for gas", async () => {
    const wallet = new Wallet(Wallet.createRandom().privateKey, stage.connection.ethers.provider);
    await (await cast.relayer.sendTransaction({ to: wallet.address, value: parseEther("1") })).wait();
    const client = createClient(wallet, system.record);
    const discovery = await startDiscovery({ client });
    atTheEnd(() => discovery.stop());
    const running = await startFacilitator({ client, journal, port: 0, discovery });
    atTheEnd(() => running.stop());
    ({ url: facilitator, account } = running);
    return "payers need no gas";
  });
  await steps.run(`The supplier opens a shop and registers it at ${scv(PRICE)} per request (ERC-8004)`, async () => {
    const shop = express();
    const server = shop.listen(0, "127.0.0.1");
    atTheEnd(() => new Promise((resolve) => server.close(resolve)));
    await once(server, "listening");
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/forecast`;
    agentId = await offer(stage, endpoint);
    shop.get("/forecast", paidEndpoint({ client: as("supplier"), agentId, facilitator }), (request, response) => {
      if (request.query["city"] === "Atlantis") response.status(404).json({ error: "There is no such city." });
      else response.json({ city: request.query["city"], weather: "sunny" });
    });
    return `service ${agentId}`;
  });
  await steps.run("Carol finds it through the facilitator, before anyone has paid", async () => {
    const found = await find(`${facilitator}/discovery/search?query=${CATEGORY}`, endpoint);
    return `${scv(BigInt(found.accepts[0]?.amount ?? 0))} per ${UNIT}`;
  });
  await steps.run("Without a payment there is no forecast", async () => {
    const { status } = await fetch(`${endpoint}?city=Paris`);
    if (status !== 402) throw new OperatorError(`the response was ${status}`);
    return "402 Payment Required";
  });

  const income = () => system.coin.balanceOf(cast.supplier);
  const before = await income();
  const first = await stage.connection.ethers.provider.getBlockNumber();
  const transactions = new Map<string, (typeof CUSTOMERS)[number]>();
  await steps.run(
    `Carol and Dave send ${REQUESTS} requests, ${IN_FLIGHT} at once, and sign a payment for each`,
    async () => {
      const [carol, dave] = CUSTOMERS;
      const fetchers = [
        [carol, payingFetch(as(carol), RULES)],
        [dave, payingFetch(as(dave), RULES)],
      ] as const;
      let sent = 0;
      const request = async (): Promise<void> => {
        for (let number = sent++; number < REQUESTS; number = sent++) {
          const [who, pay] = fetchers[number % 2 === 0 ? 0 : 1];
          const response = await pay(`${endpoint}?city=Paris`);
          if (response.status !== 200) throw new OperatorError(`the response was ${response.status}`);
          transactions.set(receiptOf(response)?.transaction ?? "", who);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, request));
      const gas = await gasOf(stage, account, first);
      return `${transactions.size} transactions, ${grouped(gas / BigInt(REQUESTS))} gas per payment`;
    },
  );
  await steps.run("The supplier has earned", async () => {
    const gained = (await income()) - before;
    if (gained !== PRICE * BigInt(REQUESTS)) throw new OperatorError(`the supplier gained ${scv(gained)}`);
    return `${scv(gained)}, exactly ${REQUESTS} times the price`;
  });
  await steps.run("Carol requests a city that does not exist, and is not charged", async () => {
    const had = await system.coin.balanceOf(cast.carol);
    const { status } = await payingFetch(as("carol"), RULES)(`${endpoint}?city=Atlantis`);
    if (status !== 404) throw new OperatorError(`the response was ${status}`);
    if ((await system.coin.balanceOf(cast.carol)) !== had) throw new OperatorError("she was charged");
    return "404 Not Found";
  });
  await steps.run("Both rate the service, with a payment as the proof", async () => {
    for (const [who, value] of [
      ["carol", 96n],
      ["dave", 90n],
    ] as const) {
      const paid = [...transactions].find(([, payer]) => payer === who)?.[0] ?? "";
      await send(
        stage,
        giveFeedback(as(who), { agentId, value, tag1: "starred", endpoint, ...proof(stage, who, paid) }),
        () => ({}),
      );
    }
    const authors = CUSTOMERS.map((who) => cast[who].address);
    const { value, decimals, count } = await readSummary(as("alice"), { agentId, authors, tag1: "starred" });
    return `${Number(value) / 10 ** decimals} on average, ${count} ratings`;
  });
}

/** Registers the endpoint, or updates the service that an earlier run registered. */
async function offer(stage: Stage, endpoint: string): Promise<bigint> {
  const client = stage.as("supplier");
  const known = (await searchServices(client, { category: CATEGORY })).find(
    ({ owner }) => owner === stage.cast.supplier.address,
  );
  if (known !== undefined) {
    await updateService(client, { agentId: known.agentId, endpoint });
    return known.agentId;
  }
  const terms = { category: CATEGORY, price: PRICE, unit: UNIT, endpoint };
  return (await registerService(client, terms)).agentId;
}

/** Searches until the endpoint is listed: the facilitator polls the chain a few times a second. */
async function find(url: string, endpoint: string): Promise<DiscoveryResource> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const { items } = (await (await fetch(url)).json()) as { items: DiscoveryResource[] };
    const found = items.find(({ resource }) => resource === endpoint);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new OperatorError("it is not listed");
}

/** Builds a feedback file with a proof of payment (ERC-8004), as a data URI. */
function proof({ cast, system }: Stage, who: keyof Cast, txHash: string): { uri: string; hash: string } {
  const { chainId } = system.record;
  const paid = { fromAddress: cast[who].address, toAddress: cast.supplier.address, chainId: String(chainId), txHash };
  const file = JSON.stringify({ proofOfPayment: paid });
  return { uri: `data:application/json;base64,${Buffer.from(toUtf8Bytes(file)).toString("base64")}`, hash: id(file) };
}

/** Sums the gas that an account has used after a block. */
async function gasOf({ connection }: Stage, account: string, after: number): Promise<bigint> {
  const { provider } = connection.ethers;
  let gas = 0n;
  for (let number = after + 1; number <= (await provider.getBlockNumber()); number++) {
    for (const hash of (await provider.getBlock(number))?.transactions ?? []) {
      const receipt = await provider.getTransactionReceipt(hash);
      if (receipt?.from === account) gas += receipt.gasUsed;
    }
  }
  return gas;
}
