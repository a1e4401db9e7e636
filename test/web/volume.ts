import { expect } from "chai";
import { startApi } from "../../packages/indexer/src/api/server.js";
import { writeMeta } from "../../packages/indexer/src/store/identity.js";
import type { Row } from "../../packages/indexer/src/store/schema.js";
import { addressOf, hashOf, SeededIndex } from "../fixtures/seededIndex.js";
import { onThePage, type OpenPage } from "./harness/index.js";

const SERVICES = 1_000;
const PAYMENTS = 10_000;
const OWNER = addressOf(0x900000);
const ETHER = 10n ** 18n;

onThePage("volume", (scene) => {
  let index: SeededIndex | undefined;
  let stopApi: (() => Promise<void>) | undefined;

  after(async () => {
    await stopApi?.();
    await index?.close();
  });

  /** Opens the page on an index of its own. */
  async function open(route: string): Promise<OpenPage> {
    const { world, openPage } = scene();
    index ??= await seeded();
    const api = await startApi(index.reader, { origins: [world.web.url], requestsPerSecond: 1_000_000 });
    stopApi = () => api.close();
    const config = structuredClone(world.config) as { networks: [{ indexer: string }] };
    config.networks[0].indexer = api.url;
    return openPage({ route, config });
  }

  it(`lists ${SERVICES} services in few requests`, async function () {
    this.timeout(150_000);
    const { page } = await open("/discover");
    const cards = page.locator("article");
    await cards.first().waitFor();
    await measure(page, `${SERVICES} services`, async () => {
      for (;;) {
        const shown = await cards.count();
        const more = page.getByRole("button", { name: "Show more" });
        if ((await more.count()) === 0) break;
        await more.click();
        await page.waitForFunction((count) => document.querySelectorAll("article").length > count, shown);
      }
    });
    expect(await cards.count()).to.equal(SERVICES);
  });
});

/** Runs something, and prints how smooth it was and what it holds. Nothing depends on the figures. */
async function measure(page: OpenPage["page"], what: string, run: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const times = ((window as unknown as { frames: number[] }).frames = []) as number[];
    const note = (time: number) => {
      times.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  let requests = 0;
  page.on("request", () => requests++);
  await run();
  const { longest, heap } = await page.evaluate(() => {
    const { frames } = window as unknown as { frames: number[] };
    const gaps = frames.slice(1).map((time, position) => time - (frames[position] ?? time));
    const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
    return { longest: gaps.sort((a, b) => b - a).slice(0, 3), heap: memory?.usedJSHeapSize ?? 0 };
  });
  const frames = longest.map((gap) => `${gap.toFixed(0)} ms`).join(", ");
  console.log(`      ${what}: ${requests} requests, longest frames ${frames}, heap ${(heap / 1e6).toFixed(0)} MB`);
}

async function seeded(): Promise<SeededIndex> {
  const created = await SeededIndex.open();
  await created.add(
    "services",
    Array.from({ length: SERVICES }, (_, number) => serviceOf(number)),
  );
  const position = (number: number) => {
    const block = 1 + Math.floor(number / 25);
    return { block, logIndex: number % 25, time: 1_700_000_000 + block, transactionHash: hashOf(number) };
  };
  const rows = Array.from({ length: PAYMENTS }, (_, number) => {
    const amount = BigInt(number + 1) * 10n ** 15n;
    const payer = addressOf(0x100000 + (number % 500));
    return {
      payment: {
        ...{ ...position(number), kind: "transfer" as const, payer, payee: OWNER, source: null, amount, fee: 0n },
      },
      transfer: {
        ...{ ...position(number), from: payer, to: OWNER, amount, reference: hashOf(number), authorization: null },
      },
    };
  });
  await created.add(
    "payments",
    rows.map(({ payment }) => payment),
  );
  await created.add(
    "transfers",
    rows.map(({ transfer }) => transfer),
  );
  await created.setCursor(PAYMENTS, 1_700_000_000 + PAYMENTS);
  const savedAt = Math.floor(Date.now() / 1_000);
  await writeMeta(created.database, "status", {
    ...{ savedAt, ready: true, head: PAYMENTS, reorgs: { count: 0, deepest: 0, rebuilds: 0 } },
    verification: { mode: "off", possible: false, checked: 0, differing: 0 },
  });
  return created;
}

function serviceOf(number: number): Row<"services"> {
  return {
    ...{ id: number, owner: OWNER, wallet: OWNER, uri: "", category: "weather", categoryKey: "weather" },
    ...{ price: BigInt(number + 1) * 10n ** 15n, unit: "request", endpoint: null, active: 1, block: 1 },
    ...{ name: `Weather ${number}`, description: `The weather service number ${number}`, registeredAt: 1_700_000_000 },
    ...{ updatedAt: 1_700_000_000, ratings: number % 7, ratedAt: null, ratedPaid: ETHER, ratingSum: 100n * ETHER },
    ...{ ratingWeighted: 100n * ETHER, unpaidFeedback: 0, rating: BigInt(number % 100) * ETHER },
  };
}
