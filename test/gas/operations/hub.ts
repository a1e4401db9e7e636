import { ZeroAddress, ZeroHash } from "ethers";
import {
  dealData,
  encodeDeal,
  mandateData,
  packed,
  quoteData,
  releaseData,
  type Deal,
  type Mandate,
} from "../../fixtures/deals.js";
import { domainOf, sign, type TypedData } from "../../fixtures/signatures.js";
import { DAY } from "../../fixtures/system.js";
import { ethers, networkHelpers } from "../chain.js";
import type { Operation, Subject } from "../operation.js";
import { authorize } from "../signatures.js";
import { AMOUNT, gasOf, NEVER, prepare, type GasSystem, type Signer } from "../system.js";

const MONTH = 30 * DAY;
const FEE = 50n;
const MANY = 50;

/** The start of all deals, a month after genesis. Real times would change the calldata with each run. */
const START = BigInt(Date.UTC(2030, 1, 1) / 1000);

/** Moves the clock there, from the earlier time at which each operation begins. */
export async function begin(): Promise<bigint> {
  if ((await networkHelpers.time.latest()) < START) await networkHelpers.time.increaseTo(START);
  return START;
}

// Deals of alice with bob

export async function orderOf({ alice, bob, hub }: GasSystem, terms: Partial<Deal> = {}): Promise<Deal> {
  const start = await begin();
  return {
    payer: alice.address,
    payee: bob.address,
    arbiter: ZeroAddress,
    price: AMOUNT,
    period: 0n,
    start: 0n,
    deadline: start + BigInt(7 * DAY),
    window: BigInt(3 * DAY),
    feeBps: await hub.fee(),
    ref: ethers.id("invoice 1"),
    ...terms,
  };
}

/** 1.25 SCV last a year. */
export async function streamOf(system: GasSystem, terms: Partial<Deal> = {}): Promise<Deal> {
  const start = await begin();
  const price = AMOUNT / BigInt(365 * DAY);
  const stream = { window: 0n, price, period: 1n, start, deadline: start + BigInt(365 * DAY) };
  return orderOf(system, { ...stream, ...terms });
}

/** Ten months for 1.25 SCV. */
async function subscriptionOf(system: GasSystem): Promise<Deal> {
  return streamOf(system, { price: AMOUNT / 10n, period: BigInt(MONTH) });
}

function send({ coin, hub, alice }: GasSystem, deal: Deal, quote?: string) {
  return coin
    .connect(alice)
    ["transferAndCall(address,uint256,bytes)"](hub, deal.period === 0n ? deal.price : AMOUNT, encodeDeal(deal, quote));
}

export async function opened(system: GasSystem, deal: Deal): Promise<Deal> {
  await prepare(() => send(system, deal));
  return deal;
}

async function signed<T extends object>(signer: Signer, { hub }: GasSystem, data: (domain: never) => TypedData<T>) {
  return sign(signer, data((await domainOf(hub)) as never));
}

/** A fee that earlier payments have paid too. */
async function withFee(system: GasSystem): Promise<void> {
  await prepare(() => system.hub.connect(system.deployer).setFee(FEE));
  const deal = await opened(system, await orderOf(system, { ref: ZeroHash }));
  await prepare(() => system.hub.connect(system.alice).release(packed(deal), AMOUNT));
}

const opening: Operation[] = [
  {
    name: "open an order, ERC-1363",
    run: async (system) => gasOf(send(system, await orderOf(system))),
  },
  {
    name: "open an order, ERC-1363, with an arbiter",
    run: async (system) => gasOf(send(system, await orderOf(system, { arbiter: system.carol.address }))),
  },
  {
    name: "open an order, ERC-1363, with a quote",
    async run(system) {
      const deal = await orderOf(system);
      const quote = await signed(system.bob, system, (domain) => quoteData(domain, deal));
      return gasOf(send(system, deal, quote));
    },
  },
  {
    name: "open an order, endless allowance",
    run: async (system) => gasOf(system.hub.connect(system.alice).open(packed(await orderOf(system)), AMOUNT, "0x")),
  },
  {
    name: "open an order, ERC-3009",
    async run(system) {
      const { hub, coin, alice, relayer } = system;
      const deal = await orderOf(system);
      const transfer = { to: hub.target as string, value: AMOUNT, nonce: await hub.idOf(packed(deal)) };
      const { signature } = await authorize(alice, coin, "ReceiveWithAuthorization", transfer);
      return gasOf(hub.connect(relayer).openWithAuthorization(packed(deal), AMOUNT, NEVER, signature.serialized));
    },
  },
  {
    name: "open an order, signed, endless allowance",
    async run(system) {
      const deal = await orderOf(system);
      const signature = await signed(system.alice, system, (domain) => dealData(domain, deal));
      return gasOf(system.hub.connect(system.relayer).openSigned(packed(deal), signature));
    },
  },
  {
    name: "openMany of 50 orders, each",
    async run(system) {
      const openings = [];
      for (let i = 0; i < MANY; i++) {
        const deal = await orderOf(system, { price: AMOUNT / 50n, ref: ethers.id(`invoice ${i}`) });
        openings.push({ deal: packed(deal), amount: deal.price, quote: "0x" });
      }
      return (await gasOf(system.hub.connect(system.alice).openMany(openings))) / MANY;
    },
  },
  { name: "open a stream, ERC-1363", run: async (system) => gasOf(send(system, await streamOf(system))) },
  {
    name: "top up a stream, ERC-1363",
    async run(system) {
      const deal = await opened(system, await streamOf(system));
      return gasOf(send(system, deal));
    },
  },
];

const orders: Operation[] = [
  {
    name: "deliver",
    async run(system) {
      const deal = await opened(system, await orderOf(system));
      return gasOf(system.hub.connect(system.bob).deliver(packed(deal), ethers.id("parcel")));
    },
  },
  {
    name: "release, no fee",
    async run(system) {
      const deal = await opened(system, await orderOf(system));
      return gasOf(system.hub.connect(system.alice).release(packed(deal), AMOUNT));
    },
  },
  {
    name: "release, with fee",
    async run(system) {
      await withFee(system);
      const deal = await opened(system, await orderOf(system));
      return gasOf(system.hub.connect(system.alice).release(packed(deal), AMOUNT));
    },
  },
  {
    name: "releaseSigned of 50, each",
    async run(system) {
      const releases = [];
      for (let i = 0; i < MANY; i++) {
        const terms = { price: AMOUNT / 50n, ref: ethers.id(`invoice ${i}`) };
        const deal = await opened(system, await orderOf(system, terms));
        const signature = await signed(system.alice, system, (domain) => releaseData(domain, deal, deal.price));
        releases.push({ deal: packed(deal), total: deal.price, signature });
      }
      return (await gasOf(system.hub.connect(system.bob).releaseSigned(releases))) / MANY;
    },
  },
  {
    name: "claim, delivered order",
    async run(system) {
      const deal = await opened(system, await orderOf(system));
      await prepare(() => system.hub.connect(system.bob).deliver(packed(deal), ZeroHash));
      await networkHelpers.time.increase(4 * DAY);
      return gasOf(system.hub.connect(system.bob).claim(packed(deal)));
    },
  },
  {
    name: "refund, by the payee",
    async run(system) {
      const deal = await opened(system, await orderOf(system));
      return gasOf(system.hub.connect(system.bob).refund(packed(deal), AMOUNT));
    },
  },
  {
    name: "refund, expired, by a stranger",
    async run(system) {
      const deal = await opened(system, await orderOf(system));
      await networkHelpers.time.increase(8 * DAY);
      return gasOf(system.hub.connect(system.relayer).refund(packed(deal), AMOUNT));
    },
  },
  { name: "dispute", run: async (system) => (await disputed(system)).gas },
  {
    name: "resolve, both paid",
    async run(system) {
      const { deal } = await disputed(system);
      return gasOf(system.hub.connect(system.carol).resolve(packed(deal), AMOUNT / 2n));
    },
  },
  {
    name: "void",
    run: async (system) => gasOf(system.hub.connect(system.alice).void(packed(await orderOf(system)))),
  },
];

async function disputed(system: GasSystem): Promise<{ deal: Deal; gas: number }> {
  const deal = await opened(system, await orderOf(system, { arbiter: system.carol.address }));
  await prepare(() => system.hub.connect(system.bob).deliver(packed(deal), ethers.id("parcel")));
  return { deal, gas: await gasOf(system.hub.connect(system.alice).dispute(packed(deal), ethers.id("complaint"))) };
}

const streams: Operation[] = [
  {
    name: "claim, stream",
    async run(system) {
      const deal = await opened(system, await streamOf(system));
      await networkHelpers.time.increase(DAY);
      await prepare(() => system.hub.connect(system.bob).claim(packed(deal)));
      await networkHelpers.time.increase(DAY);
      return gasOf(system.hub.connect(system.bob).claim(packed(deal)));
    },
  },
  {
    name: "claim, subscription",
    async run(system) {
      const deal = await opened(system, await subscriptionOf(system));
      await prepare(() => system.hub.connect(system.bob).claim(packed(deal)));
      await networkHelpers.time.increase(MONTH);
      return gasOf(system.hub.connect(system.bob).claim(packed(deal)));
    },
  },
  {
    name: "claimMany of 50 streams, each",
    async run(system) {
      const deals: Deal[] = [];
      for (let i = 0; i < MANY; i++) {
        const deal = await streamOf(system, { ref: ethers.id(`invoice ${i}`) });
        await prepare(() => system.hub.connect(system.alice).open(packed(deal), AMOUNT / 50n, "0x"));
        deals.push(deal);
      }
      const claim = () => system.hub.connect(system.bob).claimMany(deals.map(packed));
      await networkHelpers.time.increase(DAY);
      await prepare(claim);
      await networkHelpers.time.increase(DAY);
      return (await gasOf(claim())) / MANY;
    },
  },
  {
    name: "cancel a stream, both paid",
    async run(system) {
      const deal = await opened(system, await streamOf(system));
      await networkHelpers.time.increase(DAY);
      await prepare(() => system.hub.connect(system.bob).claim(packed(deal)));
      await networkHelpers.time.increase(DAY);
      return gasOf(system.hub.connect(system.alice).cancel(packed(deal)));
    },
  },
];

// Mandates of alice for bob

async function mandateOf({ alice, bob, hub }: GasSystem, terms: Partial<Mandate> = {}): Promise<Mandate> {
  return {
    payer: alice.address,
    payee: bob.address,
    limit: AMOUNT,
    period: BigInt(MONTH),
    start: await begin(),
    end: 0n,
    feeBps: await hub.fee(),
    ref: ethers.id("contract 1"),
    ...terms,
  };
}

/** A mandate that was charged in an earlier period. */
async function charged(system: GasSystem, terms: Partial<Mandate> = {}): Promise<Mandate> {
  const mandate = await mandateOf(system, terms);
  const signature = await signed(system.alice, system, (domain) => mandateData(domain, mandate));
  await prepare(() => system.hub.connect(system.bob).charge(mandate, AMOUNT / 50n, signature));
  return mandate;
}

const mandates: Operation[] = [
  {
    name: "charge, first",
    async run(system) {
      const mandate = await mandateOf(system);
      const signature = await signed(system.alice, system, (domain) => mandateData(domain, mandate));
      return gasOf(system.hub.connect(system.bob).charge(mandate, AMOUNT, signature));
    },
  },
  {
    name: "charge, repeat, no fee",
    async run(system) {
      const mandate = await charged(system);
      await networkHelpers.time.increase(MONTH);
      return gasOf(system.hub.connect(system.bob).charge(mandate, AMOUNT, "0x"));
    },
  },
  {
    name: "charge, repeat, with fee",
    async run(system) {
      await withFee(system);
      const mandate = await charged(system);
      await networkHelpers.time.increase(MONTH);
      return gasOf(system.hub.connect(system.bob).charge(mandate, AMOUNT, "0x"));
    },
  },
  {
    name: "chargeMany of 50, each, repeat",
    async run(system) {
      const charges = [];
      for (let i = 0; i < MANY; i++) {
        const mandate = await charged(system, { ref: ethers.id(`contract ${i}`) });
        charges.push({ mandate, amount: AMOUNT / 50n, signature: "0x" });
      }
      await networkHelpers.time.increase(MONTH);
      return (await gasOf(system.hub.connect(system.bob).chargeMany(charges))) / MANY;
    },
  },
  {
    name: "accept",
    run: async (system) => gasOf(system.hub.connect(system.alice).accept(await mandateOf(system))),
  },
  {
    name: "revoke",
    async run(system) {
      const mandate = await charged(system);
      return gasOf(system.hub.connect(system.alice).revoke(mandate));
    },
  },
];

const fees: Operation[] = [
  {
    name: "collect",
    async run(system) {
      await withFee(system);
      return gasOf(system.hub.collect());
    },
  },
];

export const hub: Subject = {
  title: "PaymentHub",
  operations: [...opening, ...orders, ...streams, ...mandates, ...fees],
};
