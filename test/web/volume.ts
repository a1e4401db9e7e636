import { expect } from "chai";
import { startApi } from "../../packages/indexer/src/api/server.js";
import type { SeededIndex } from "../fixtures/seededIndex.js";
import { violations } from "./harness/accessibility.js";
import { onThePage, type OpenPage } from "./harness/index.js";
import { LongList } from "./harness/longList.js";
import { openVolume, OWNER } from "./harness/volumeIndex.js";

const MANY = 1_000;
/** What a page of the list costs does not depend on how many came before, so that fewer show the same. */
const PAYMENTS = Number(process.env["WEB_PAYMENTS"] ?? 2_000);

const TRANSFER = { rows: "tbody > tr", link: "/transactions/0x", digits: 64 };
const SERVICE = { rows: "article", link: "/services/", digits: 1 };
const ORDER = { rows: "li", link: "/deals/0x", digits: 64 };

onThePage("long lists", (scene) => {
  let opening: Promise<{ index: SeededIndex; url: string; close: () => Promise<void> }> | undefined;

  after(async () => {
    const opened = await opening;
    await opened?.close();
    await opened?.index.close();
  });

  async function start() {
    const { world } = scene();
    const payer = world.account("alice").address.toLowerCase();
    const index = await openVolume({ services: MANY, payments: PAYMENTS, orders: MANY, payer });
    const { url, close } = await startApi(index.reader, { origins: [world.web.url], requestsPerSecond: 1_000_000 });
    return { index, url, close };
  }

  /** Opens the page on an index of its own. */
  async function open(route: string): Promise<OpenPage> {
    const { world, openPage } = scene();
    const { url } = await (opening ??= start());
    const config = structuredClone(world.config) as { networks: [{ indexer: string }] };
    config.networks[0].indexer = url;
    return openPage({ route, config, account: "alice" });
  }

  it(`shows ${PAYMENTS} payments, a part of them at a time`, async function () {
    this.timeout(90_000 + PAYMENTS * 30);
    const { page } = await open(`/accounts/${OWNER}`);
    const section = page.locator("section").filter({ has: page.getByRole("region", { name: "Transfers" }) });
    const list = new LongList(page, section, { ...TRANSFER, count: PAYMENTS });
    await list.readToTheEnd();
    await list.readBack();
    await list.scroll();
  });

  for (const [what, route, options] of [
    ["services", "/discover?sort=newest", SERVICE],
    ["orders", "/deals", ORDER],
  ] as const) {
    it(`shows ${MANY} ${what}, a part of them at a time`, async function () {
      this.timeout(150_000);
      const { page } = await open(route);
      await page.locator(options.rows).first().waitFor();
      const ms = await page.evaluate(() => performance.now());
      console.log(`      the first ${what} stand there ${ms.toFixed(0)} ms after the page began to load`);
      const list = new LongList(page, page.getByRole("main"), { ...options, count: MANY });
      await list.readToTheEnd();
      await list.readBack();
      await list.scroll();
    });
  }

  it("is accessible, and needs no scrolling sideways, where rows are left out", async function () {
    this.timeout(150_000);
    const { page } = await open("/deals");
    const more = page.getByRole("button", { name: "Show more" });
    await more.click();
    await page.waitForFunction(() => document.querySelectorAll("main li").length > 200);
    await more.click();
    await page.getByRole("button", { name: "Show previous" }).waitFor();
    await page.setViewportSize({ width: 360, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).to.equal(0);
    expect(await violations(page)).to.deep.equal([]);
  });
});
