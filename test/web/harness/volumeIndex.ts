import { writeMeta } from "../../../packages/indexer/src/store/identity.js";
import type { Row } from "../../../packages/indexer/src/store/schema.js";
import { addressOf, hashOf, SeededIndex } from "../../fixtures/seededIndex.js";

/** What an index has much of. */
export interface Volume {
  services: number;
  /** Transfers to `OWNER`, of 1, 2, 3… finneys, the last one the newest. */
  payments: number;
  orders: number;
  /** The account that pays for the orders. */
  payer: string;
}

/** The owner of all services, and the payee of everything. */
export const OWNER = addressOf(0x900000);

const ETHER = 10n ** 18n;
const FINNEY = 10n ** 15n;
const START = 1_700_000_000;

/** An index without a chain, with thousands of rows. */
export async function openVolume({ services, payments, orders, payer }: Volume): Promise<SeededIndex> {
  const index = await SeededIndex.open();
  await index.add("services", many(services, serviceOf));
  await index.add("transfers", many(payments, transferOf));
  await index.add(
    "deals",
    many(orders, (number) => orderOf(number, payer)),
  );
  await index.setCursor(payments, START + payments);
  await writeMeta(index.database, "status", {
    ...{ savedAt: Math.floor(Date.now() / 1_000), ready: true, head: payments },
    reorgs: { count: 0, deepest: 0, rebuilds: 0 },
    verification: { mode: "off", possible: false, checked: 0, differing: 0 },
  });
  return index;
}

function many<Item>(count: number, make: (number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, number) => make(number));
}

function serviceOf(number: number): Row<"services"> {
  return {
    ...{ id: number, owner: OWNER, wallet: OWNER, uri: "", category: "weather", categoryKey: "weather" },
    ...{ price: BigInt(number + 1) * FINNEY, unit: "request", endpoint: null, active: 1, block: 1 },
    // Lines of different lengths: not all cards are of one height.
    ...{ name: `Weather ${number}`, description: `The weather service number ${number}. `.repeat(1 + (number % 3)) },
    ...{ registeredAt: START, updatedAt: START, ratings: number % 7, ratedAt: null, ratedPaid: ETHER },
    ...{ ratingSum: 100n * ETHER, ratingWeighted: 100n * ETHER, unpaidFeedback: 0 },
    rating: BigInt(number % 100) * ETHER,
  };
}

function transferOf(number: number): Row<"transfers"> {
  const block = 1 + Math.floor(number / 25);
  return {
    ...{ block, logIndex: number % 25, time: START + block, transactionHash: hashOf(number) },
    ...{ from: addressOf(0x100000 + (number % 500)), to: OWNER, amount: BigInt(number + 1) * FINNEY },
    ...{ reference: hashOf(number), authorization: null },
  };
}

function orderOf(number: number, payer: string): Row<"deals"> {
  const price = BigInt(number + 1) * FINNEY;
  return {
    ...{ id: hashOf(number), kind: "order", payer, payee: OWNER, arbiter: null, price, period: 0, start: 0 },
    ...{ deadline: 4_000_000_000 + number, window: 86_400, feeBps: 0, ref: hashOf(0), state: "open" },
    ...{ funded: price, paid: 0n, deposited: price, refunded: 0n, fees: 0n, openedAt: START + number },
    ...{ openedIn: hashOf(0), openedBlock: 1, openedLogIndex: number, openedWith: price, deliveredAt: null },
    ...{ proof: null, disputedAt: null, reason: null, resolvedAt: null, paidAt: null, closedAt: null },
    ...{ canceledBy: null, createdAt: START + number, block: 1 },
  };
}
