import { parseEther } from "ethers";
import { draftOrder, deliverOrder, openOrder, releaseOrder } from "../../../packages/sdk/src/orders/index.js";
import { rateDeal } from "../../../packages/sdk/src/feedback/index.js";
import { acceptMandate, draftMandate } from "../../../packages/sdk/src/mandates/index.js";
import { mintCall, propose, vote } from "../../../packages/sdk/src/proposals/index.js";
import { REGISTRATION_TYPE } from "../../../packages/sdk/src/registration/schema.js";
import { toDataUri } from "../../../packages/sdk/src/registration/uri.js";
import { registerService } from "../../../packages/sdk/src/services/index.js";
import { lock } from "../../../packages/sdk/src/votes/index.js";
import { loanOfferLink } from "../../../apps/web/src/ui/loanOfferText.ts";
import { lendingStory } from "./lending.js";
import type { World } from "./world.js";

/** Markup in the place of a name. */
export const HOSTILE_NAME = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

/** A reason that turns the direction of writing; contracts take every text. */
export const HOSTILE_REASON = `${HOSTILE_NAME} \u202egnihtyreve`;

/** A service that tries what it can on the reader of a list. */
export async function registerHostile(world: World): Promise<bigint> {
  const uri = toDataUri({
    ...{ type: REGISTRATION_TYPE, name: HOSTILE_NAME, image: "https://tracker.example/pixel.png" },
    description: `</p><script>alert(2)</script> ${"long".repeat(200)}`,
    ...{ services: [], registrations: [], x402Support: false },
  });
  const client = await world.client("provider");
  const terms = { category: "<b>bold</b>", unit: "javascript:alert(3)", endpoint: "javascript:alert(4)" };
  const { agentId } = await registerService(client, { uri, price: 1n, ...terms });
  return agentId;
}

/** A route of the page for each screen, on a chain where something of each kind has happened. */
export async function routesOfStory(world: World): Promise<string[]> {
  const service = await world.service();
  const hostile = await registerHostile(world);
  const alice = await world.client("alice");
  const provider = await world.client("provider");
  const payee = world.account("provider").address;
  const order = async (price: string) => {
    const deal = await draftOrder(alice, { payee, price: parseEther(price) });
    return { deal, ...(await openOrder(alice, { deal })) };
  };
  const done = await order("0.3");
  await deliverOrder(provider, { deal: done.deal });
  await releaseOrder(alice, { deal: done.deal });
  await rateDeal(alice, { agentId: service, deal: done.deal, value: 90n });
  const open = await order("0.000000000000000001");
  const mandate = await draftMandate(alice, { payee, limit: parseEther("0.1"), period: 86_400n });
  const { mandateId } = await acceptMandate(alice, { mandate });
  await lock(alice, { amount: parseEther("5") });
  await world.pass(2);
  const calls = [mintCall(alice, { to: payee, amount: parseEther("1234567.89") })];
  const { proposalId } = await propose(alice, { calls, description: `# ${HOSTILE_NAME}\n\n<script>alert(5)</script>` });
  await world.pass(3);
  const voted = await vote(alice, { proposalId, support: "for", reason: HOSTILE_REASON });
  const { loanId, offer } = await lendingStory(world, "alice");
  await world.indexed();
  return [
    ...["/", "/discover", `/services/${service}`, `/services/${hostile}`, "/deals", `/deals/${open.dealId}`],
    ...[
      `/mandates/${mandateId}`,
      "/pay",
      "/pay/quote",
      "/pay/many",
      "/signed",
      "/provide",
      "/provide/endpoint",
      "/credit",
      "/credit/accounts",
      "/credit/offer",
      "/credit/lend",
      loanOfferLink("", offer).slice(1),
      `/loans/${loanId}`,
      "/dao",
    ],
    ...["/propose", `/proposals/${proposalId}`, "/treasury", "/statistics", "/activity", "/explorer"],
    ...[`/blocks/${voted.receipt.blockNumber}`, `/transactions/${voted.hash}`, `/accounts/${payee}`, "/settings"],
  ];
}
