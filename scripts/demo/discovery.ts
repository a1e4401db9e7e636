import { formatUnits } from "ethers";
import {
  giveFeedback,
  parseScv,
  rateDeal,
  readRating,
  readSummary,
  registerService,
  releaseOrder,
  searchServices,
  type Deal,
  type Service,
} from "@servicecoin/sdk";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { deliver, orderOf, paid, payOrder } from "./deals.js";
import { refused, send, type Cast, type Stage } from "./story.js";

const CATEGORY = "weather";
const UNIT = "forecast";

/** Minimum rating for Carol, out of 100. */
const GOOD = 80;

/** The providers and their prices per forecast. */
const PROVIDERS = [
  ["bob", "Bob", parseScv("0.4")],
  ["supplier", "The supplier", parseScv("0.3")],
  ["erin", "Erin", parseScv("0.2")],
] as const;

/** Three providers offer the same service. A customer finds the cheapest one that paying customers rated well. */
export async function discovery(stage: Stage, steps: Steps): Promise<void> {
  const { as, cast } = stage;
  steps.chapter("Carol looks for a weather service (ERC-8004)");
  const services = new Map<keyof Cast, Service>();
  for (const [who, name, price] of PROVIDERS) {
    await steps.run(`${name} offers a ${UNIT} for ${scv(price)}`, async () => {
      const service = await offer(stage, who, price);
      services.set(who, service);
      return `service ${service.agentId}`;
    });
  }
  const serviceOf = (who: (typeof PROVIDERS)[number][0]): Service => {
    const service = services.get(who);
    if (service === undefined) throw new OperatorError(`${who} offers no service`);
    return service;
  };
  const [bobs, suppliers, erins] = [serviceOf("bob"), serviceOf("supplier"), serviceOf("erin")];
  const praise = { agentId: erins.agentId, value: 100n, tag1: "starred" };

  await steps.run("Dave buys from two of them, and rates both", async () => {
    await buyAndRate(stage, "dave", "erin", erins, 20n);
    await buyAndRate(stage, "dave", "supplier", suppliers, 95n);
    return "Erin's 20, the supplier's 95 of 100";
  });
  await steps.run("A stranger praises Erin without a payment", async () => {
    const before = await readRating(as("carol"), erins.agentId);
    await send(stage, giveFeedback(as("relayer"), praise), () => ({}));
    const summary = { agentId: erins.agentId, authors: [cast.relayer.address], tag1: "starred" };
    const { count } = await readSummary(as("carol"), summary);
    const after = await readRating(as("carol"), erins.agentId);
    if (after.count !== before.count) throw new OperatorError("the feedback counts as paid");
    return `the feedback is public (${count}), her paid rating is still ${shown(after.average)}`;
  });
  await steps.run("Erin cannot praise herself", () =>
    refused("ReputationSelfFeedback", giveFeedback(as("erin"), praise)),
  );
  await steps.run(`Carol searches for the cheapest service rated ${GOOD} or more`, async () => {
    const found = await searchServices(as("carol"), { category: CATEGORY });
    const [best] = await searchServices(as("carol"), { category: CATEGORY, minRating: GOOD });
    if (best?.agentId !== suppliers.agentId) throw new OperatorError("the search should have found the supplier's");
    return `${found.length} services found, she chooses the supplier's for ${scv(best.price ?? 0n)}`;
  });
  await steps.run("Carol orders from it, pays its wallet, and rates it", async () => {
    await buyAndRate(stage, "carol", "supplier", suppliers, 91n);
    const { average, count } = await readRating(as("carol"), suppliers.agentId);
    return `${shown(average)} on average, from ${count} paying customers`;
  });
  await steps.run("Carol cannot rate Bob's service without a payment", async () => {
    const deal = await orderFrom(stage, "carol", bobs);
    return refused("ReputationUnpaidDeal", rateDeal(as("carol"), { agentId: bobs.agentId, value: 0n, deal }));
  });
}

/** Registers the service of a provider, unless an earlier run registered it. */
async function offer(stage: Stage, who: keyof Cast, price: bigint): Promise<Service> {
  const find = async (): Promise<Service | undefined> => {
    const services = await searchServices(stage.as(who), { category: CATEGORY });
    return services.find(({ owner }) => owner === stage.cast[who].address);
  };
  const known = await find();
  if (known !== undefined) return known;
  const site = `https://${who}.example`;
  const terms = { category: CATEGORY, price, unit: UNIT, endpoint: `${site}/forecast` };
  await send(stage, registerService(stage.as(who), { uri: `${site}/registration.json`, ...terms }), () => ({}));
  const service = await find();
  if (service?.price !== price) throw new OperatorError(`${who} has no service at that price`);
  return service;
}

/** Drafts an order at the price of the service, payable to its wallet. */
function orderFrom(stage: Stage, payer: keyof Cast, { agentId, wallet, price = 0n }: Service): Promise<Deal> {
  return orderOf(stage, `service ${agentId}`, { payer: stage.cast[payer].address, payee: wallet, price });
}

/** Orders, releases the payment after delivery, and rates the deal. A second rating is rejected. */
async function buyAndRate(
  stage: Stage,
  payer: keyof Cast,
  provider: keyof Cast,
  service: Service,
  value: bigint,
): Promise<void> {
  const client = stage.as(payer);
  const deal = await orderFrom(stage, payer, service);
  await payOrder(stage, payer, deal);
  await deliver(stage, provider, deal);
  await send(stage, releaseOrder(client, { deal }), () => paid(provider, deal.price));
  const rating = { agentId: service.agentId, value, deal, endpoint: service.endpoint };
  await send(stage, rateDeal(client, rating), () => ({}));
  await refused("ReputationUsedDeal", rateDeal(client, rating));
}

function shown(rating: bigint): string {
  return formatUnits(rating, 18).replace(/\.0$/, "");
}
