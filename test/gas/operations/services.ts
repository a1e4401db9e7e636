import { priceMetadata, serviceMetadata } from "../../../packages/sdk/src/services/metadata.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { walletSignature } from "../../fixtures/services.js";
import { ethers, networkHelpers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { AMOUNT, gasOf, prepare, type GasSystem, type Signer } from "../system.js";
import { begin, opened, orderOf } from "./hub.js";

/** Bob's service in the gas fixture. */
const SERVICE = 0n;

const URI = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
const ENDPOINT = "https://weather.example/v1/forecast";
const METADATA = serviceMetadata({ category: "weather", price: AMOUNT, unit: "request", endpoint: ENDPOINT });
const REQUEST = ethers.id("request 1");

/** A standard opinion: 87 of 100, one tag. */
function rate({ reputation }: GasSystem, client: Signer, tags: [string, string] = ["starred", ""]) {
  return reputation.connect(client).giveFeedback(SERVICE, 87, 0, ...tags, ENDPOINT, URI, ethers.id("file"));
}

/** An order of alice that has paid bob. */
async function paidDeal(system: GasSystem, ref: string): Promise<Deal> {
  const deal = await opened(system, await orderOf(system, { ref: ethers.id(ref) }));
  await prepare(() => system.hub.connect(system.alice).release(packed(deal), AMOUNT));
  return deal;
}

function rateDeal({ reputation, alice }: GasSystem, deal: Deal) {
  const file = ethers.id("file");
  return reputation.connect(alice).giveFeedbackForDeal(SERVICE, 87, 0, ENDPOINT, URI, file, packed(deal));
}

const registering: Operation[] = [
  {
    name: "register",
    run: ({ registry, carol }) => gasOf(registry.connect(carol)["register()"]()),
  },
  {
    name: "register, with a URI",
    run: ({ registry, carol }) => gasOf(registry.connect(carol)["register(string)"](URI)),
  },
  {
    name: "register, with a URI and four entries",
    run: ({ registry, carol }) => gasOf(registry.connect(carol)["register(string,(string,bytes)[])"](URI, METADATA)),
  },
  {
    name: "setAgentURI",
    run: ({ registry, bob }) => gasOf(registry.connect(bob).setAgentURI(SERVICE, URI.replaceAll("y", "z"))),
  },
  {
    name: "setMetadata, another price",
    run: ({ registry, bob }) => gasOf(registry.connect(bob).setMetadata(SERVICE, "price", priceMetadata(AMOUNT / 2n))),
  },
  {
    name: "setAgentWallet",
    async run(system) {
      const deadline = (await begin()) + 300n;
      const signature = await walletSignature(system, system.carol, SERVICE, deadline);
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      return gasOf(system.registry.connect(system.bob).setAgentWallet(SERVICE, system.carol, deadline, signature));
    },
  },
  {
    name: "unsetAgentWallet",
    run: ({ registry, bob }) => gasOf(registry.connect(bob).unsetAgentWallet(SERVICE)),
  },
  {
    name: "transfer a service",
    run: ({ registry, bob, carol }) => gasOf(registry.connect(bob).transferFrom(bob, carol, SERVICE)),
  },
];

const rating: Operation[] = [
  {
    name: "giveFeedback, one tag, new client",
    async run(system) {
      await prepare(() => rate(system, system.carol));
      return gasOf(rate(system, system.dave));
    },
  },
  {
    name: "giveFeedback, two tags, same client",
    async run(system) {
      await prepare(() => rate(system, system.carol));
      return gasOf(rate(system, system.carol, ["uptime", "month"]));
    },
  },
  {
    name: "giveFeedbackForDeal, new client",
    async run(system) {
      await prepare(() => rate(system, system.carol));
      return gasOf(rateDeal(system, await paidDeal(system, "invoice 1")));
    },
  },
  {
    name: "giveFeedbackForDeal, same client",
    async run(system) {
      const first = await paidDeal(system, "invoice 1");
      await prepare(() => rateDeal(system, first));
      return gasOf(rateDeal(system, await paidDeal(system, "invoice 2")));
    },
  },
  {
    name: "revokeFeedback",
    async run(system) {
      await prepare(() => rate(system, system.carol));
      return gasOf(system.reputation.connect(system.carol).revokeFeedback(SERVICE, 1));
    },
  },
  {
    name: "revokeFeedback, for a deal",
    async run(system) {
      for (const ref of ["invoice 1", "invoice 2"]) {
        const deal = await paidDeal(system, ref);
        await prepare(() => rateDeal(system, deal));
      }
      return gasOf(system.reputation.connect(system.alice).revokeFeedback(SERVICE, 1));
    },
  },
  {
    name: "appendResponse",
    async run(system) {
      const { reputation, bob, carol } = system;
      await prepare(() => rate(system, carol));
      return gasOf(reputation.connect(bob).appendResponse(SERVICE, carol, 1, URI, ethers.id("answer")));
    },
  },
];

/** Bob asks dave to check his work. */
function ask({ validation, bob, dave }: GasSystem, hash = REQUEST) {
  return validation.connect(bob).validationRequest(dave, SERVICE, URI, hash);
}

const validating: Operation[] = [
  {
    name: "validationRequest, repeat",
    async run(system) {
      await prepare(() => ask(system));
      return gasOf(ask(system, ethers.id("request 2")));
    },
  },
  {
    name: "validationResponse",
    async run(system) {
      await prepare(() => ask(system));
      const { validation, dave } = system;
      return gasOf(validation.connect(dave).validationResponse(REQUEST, 100, URI, ethers.id("evidence"), "hard"));
    },
  },
];

export const services: Subject = {
  title: "Service registries",
  operations: [...registering, ...rating, ...validating],
};
