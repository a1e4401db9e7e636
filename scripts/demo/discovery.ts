import { MaxUint256, parseEther, ZeroHash, formatUnits } from "ethers";
import { toDeal, type Deal } from "../../src/sdk/deals.js";
import { cheapestFirst, findServices, readService, type Service } from "../../src/sdk/services/discovery.js";
import { serviceMetadata } from "../../src/sdk/services/metadata.js";
import { OperatorError } from "../lib/errors.js";
import type { Steps } from "../lib/steps.js";
import { scv } from "../lib/table.js";
import { deliver, orderOf, paid, payOrder } from "./deals.js";
import { refused, send, type Cast, type Stage } from "./story.js";

const CATEGORY = "weather";
const UNIT = "forecast";

/** Carol wants at least this rating, out of 100. */
const GOOD = 80;

/** Who offers forecasts, and what one costs. */
const PROVIDERS = [
  ["bob", "Bob", parseEther("0.4")],
  ["supplier", "The supplier", parseEther("0.3")],
  ["erin", "Erin", parseEther("0.2")],
] as const;

/** Three providers offer the same; a customer finds the cheapest whom payers rated well. */
export async function discovery(stage: Stage, steps: Steps): Promise<void> {
  const { reputation } = stage.system;
  const { carol, erin, relayer } = stage.cast;

  steps.chapter("Carol looks for a weather service (ERC-8004)");
  for (const [who, name, price] of PROVIDERS) {
    await steps.run(`${name} offers a ${UNIT} for ${scv(price)}`, async () => {
      const { agentId } = await offer(stage, who, price);
      return `service ${agentId}`;
    });
  }
  const [bobs, suppliers, erins] = await Promise.all(PROVIDERS.map(([who]) => serviceOf(stage, who)));
  if (!bobs || !suppliers || !erins) throw new OperatorError("a provider has no service");

  await steps.run("Dave has tried two of them, and rates what he paid for", async () => {
    await buyAndRate(stage, "dave", erins, 20n);
    await buyAndRate(stage, "dave", suppliers, 95n);
    return `Erin's 20, the supplier's 95 of 100`;
  });
  await steps.run("A stranger praises Erin without having paid", async () => {
    const before = await readService(stage.system, erins.agentId);
    const praise = reputation.connect(relayer).giveFeedback(erins.agentId, 100, 0, "starred", "", "", "", ZeroHash);
    await send(stage, praise, () => ({}));
    const [count] = await reputation.getSummary(erins.agentId, [relayer], "starred", "");
    const { rating } = await readService(stage.system, erins.agentId);
    if (rating.count !== before.rating.count) throw new OperatorError("it was counted as paid");
    return `everybody sees it (${count}), her paid rating stays ${shown(rating.average)}`;
  });
  await steps.run("Erin may not praise herself", () =>
    refusedAs(stage, "ReputationSelfFeedback", () =>
      reputation.connect(erin).giveFeedback.staticCall(erins.agentId, 100, 0, "starred", "", "", "", ZeroHash),
    ),
  );
  await steps.run(`Carol wants the cheapest with ${GOOD} or more`, async () => {
    const services = await findServices(stage.system, CATEGORY);
    const [found] = cheapestFirst(services, GOOD).map(({ agentId }) => agentId);
    if (found !== suppliers.agentId) throw new OperatorError("she should have found the supplier's");
    return `${services.length} services found, she takes the supplier's for ${scv(suppliers.price ?? 0n)}`;
  });
  await steps.run("Carol orders from it, pays its wallet, and rates it", async () => {
    await buyAndRate(stage, "carol", suppliers, 91n);
    const { rating } = await readService(stage.system, suppliers.agentId);
    return `${shown(rating.average)} on average, from ${rating.count} who paid`;
  });
  await steps.run("Carol cannot rate Bob's without having paid", async () => {
    const deal = await orderFrom(stage, "carol", bobs);
    const rate = reputation.connect(carol).giveFeedbackForDeal;
    return refusedAs(stage, "ReputationUnpaidDeal", () =>
      rate.staticCall(bobs.agentId, 0, 0, "", "", ZeroHash, toDeal(deal)),
    );
  });
}

/** Registers the service of a provider, unless an earlier story has. */
async function offer(stage: Stage, who: keyof Cast, price: bigint): Promise<Service> {
  const known = await serviceOf(stage, who);
  if (known !== undefined) return known;
  const endpoint = `https://${who}.example/forecast`;
  const metadata = serviceMetadata({ category: CATEGORY, price, unit: UNIT, endpoint });
  const register = stage.system.registry.connect(stage.cast[who])["register(string,(string,bytes)[])"];
  await send(stage, register(`https://${who}.example/registration.json`, metadata), () => ({}));
  const service = await serviceOf(stage, who);
  if (service?.price !== price) throw new OperatorError(`${who} has no service at that price`);
  return service;
}

async function serviceOf({ system, cast }: Stage, who: keyof Cast): Promise<Service | undefined> {
  return (await findServices(system, CATEGORY)).find(({ owner }) => owner === cast[who].address);
}

/** An order at the price of the service, payable to its wallet. */
function orderFrom(stage: Stage, payer: keyof Cast, { agentId, wallet, price = 0n }: Service): Promise<Deal> {
  return orderOf(stage, `service ${agentId}`, { payer: stage.cast[payer].address, payee: wallet, price });
}

/** Orders, is content with what comes, and says how much. */
async function buyAndRate(stage: Stage, payer: "carol" | "dave", service: Service, stars: bigint): Promise<void> {
  const { hub, reputation } = stage.system;
  const deal = await orderFrom(stage, payer, service);
  const provider = PROVIDERS.find(([who]) => stage.cast[who].address === deal.payee);
  if (provider === undefined) throw new OperatorError(`service ${service.agentId} is paid somewhere else`);
  const [who] = provider;
  await payOrder(stage, payer, deal);
  await deliver(stage, stage.cast[who], deal);
  await send(stage, hub.connect(stage.cast[payer]).release(toDeal(deal), MaxUint256), () => paid(who, deal.price));
  const rate = reputation.connect(stage.cast[payer]).giveFeedbackForDeal;
  const rated = rate(service.agentId, stars, 0, service.endpoint, "", ZeroHash, toDeal(deal));
  await send(stage, rated, () => ({}));
  await refusedAs(stage, "ReputationUsedDeal", () =>
    rate.staticCall(service.agentId, stars, 0, "", "", ZeroHash, toDeal(deal)),
  );
}

/** The name of the error with which the reputation registry refuses a call. */
async function refusedAs({ system }: Stage, error: string, call: () => Promise<unknown>): Promise<string> {
  await refused(system.reputation.interface, error, call);
  return error;
}

function shown(rating: bigint): string {
  return formatUnits(rating, 18).replace(/\.0$/, "");
}
