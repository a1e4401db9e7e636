import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { Meter, type Holding, type Smoothness } from "./smoothness.js";

/** Rows of one list that the page may have, however long the list is. */
const MOST_ROWS = 300;
/** Bytes of the page, and of all rows that it has loaded. */
const MOST_HEAP = 60_000_000;
/** Elements and texts, also of what the page forgot but may still be used by something. */
const MOST_NODES = 60_000;
/** CPU of the main thread for one more page, in milliseconds: ten times what it takes. */
const MOST_BUSY_MS = 3_000;
/** Of a second in which nothing happens. */
const MOST_IDLE_MS = 200;

/** A list of numbered rows, the last one first. */
export class LongList {
  readonly #page: Page;
  readonly #list: Locator;
  readonly #rows: string;
  readonly #segment: string;
  readonly #count: number;

  /**
   * @param rows Selects the rows within the list.
   * @param segment What precedes the number of a row in its link, for example "services".
   * @param count Number of rows.
   */
  constructor(page: Page, list: Locator, { rows, segment, count }: { rows: string; segment: string; count: number }) {
    this.#page = page;
    this.#list = list;
    this.#rows = rows;
    this.#segment = segment;
    this.#count = count;
  }

  /** Asks for more until there is none. Every row is seen, and none moves. */
  async readToTheEnd(): Promise<void> {
    const meter = await Meter.of(this.#page);
    const more = this.#list.getByRole("button", { name: "Show more" });
    await more.waitFor();
    let shown = await this.#numbers();
    expect(shown[0]).to.equal(this.#count - 1);
    const steps: Smoothness[] = [];
    while (shown.at(-1) !== 0) {
      const last = shown.at(-1) ?? 0;
      // By the keyboard, which must not lose its place.
      await more.focus();
      await more.scrollIntoViewIfNeeded();
      const step = await meter.during(async () => {
        await this.#keepsStill(last, async () => {
          await this.#page.keyboard.press("Enter");
          await this.#row(last - 1).waitFor({ state: "attached" });
        });
      });
      shown = await this.#numbers();
      expect(shown, "the row that was the last one").to.include(last);
      expect(shown.length, "rows in the page").to.be.at.most(MOST_ROWS);
      expect(await this.#hasFocus(), "focus is in the list").to.equal(true);
      steps.push(step);
    }
    expect(await more.count()).to.equal(0);
    const holding = await meter.holding();
    print(`${this.#count} ${this.#segment}, ${steps.length} times more`, steps, holding);
    expect(Math.round(Math.max(...steps.map(({ busyMs }) => busyMs))), "CPU of a page, in ms").to.be.below(MOST_BUSY_MS);
    expect(holding.heapBytes, "bytes of the heap").to.be.below(MOST_HEAP);
    expect(holding.nodes, "nodes of the document").to.be.below(MOST_NODES);
  }

  /** Gets rows back that the page has left out, and goes on from there. */
  async readBack(): Promise<void> {
    const previous = this.#list.getByRole("button", { name: "Show previous" });
    const [first = 0] = await this.#numbers();
    await previous.scrollIntoViewIfNeeded();
    await this.#keepsStill(first, async () => {
      await previous.click();
      await this.#row(first + 1).waitFor({ state: "attached" });
    });
    const shown = await this.#numbers();
    const position = this.#count - (shown[0] ?? 0);
    await this.#list.getByText(`Showing ${position} to ${position + shown.length - 1}`, { exact: true }).waitFor();
    expect(shown.length, "rows in the page").to.be.at.most(MOST_ROWS);
    const last = shown.at(-1) ?? 0;
    await this.#list.getByRole("button", { name: "Show more" }).click();
    await this.#row(last - 1).waitFor({ state: "attached" });
  }

  /** Scrolls over all rows that are in the page: nothing is added, removed or moved. Then it rests. */
  async scroll(): Promise<void> {
    const meter = await Meter.of(this.#page);
    const scrolled = await meter.during(async () => {
      await this.#page.evaluate(async () => {
        const end = document.documentElement.scrollHeight;
        for (let top = end; top >= 0; top -= 400) {
          window.scrollTo({ top, behavior: "instant" });
          await new Promise(requestAnimationFrame);
        }
      });
    });
    print("scrolling", [scrolled]);
    expect(scrolled.changes, "elements that came or went").to.equal(0);
    expect(scrolled.shift, "layout shift").to.equal(0);
    const idle = await meter.during(() => this.#page.waitForTimeout(2_000));
    print("two seconds at rest", [idle]);
    expect(Math.round(idle.busyMs / 2), "CPU of a second, in ms").to.be.below(MOST_IDLE_MS);
  }

  /** Fails unless a row stays where it is on the screen. */
  async #keepsStill(number: number, run: () => Promise<void>): Promise<void> {
    const before = await this.#row(number).boundingBox();
    await run();
    const after = await this.#row(number).boundingBox();
    if (before === null || after === null) throw new Error(`Row ${number} is not in the page.`);
    expect(Math.trunc(after.y - before.y), `pixels that row ${number} moved by`).to.equal(0);
  }

  #row(number: number): Locator {
    const id = this.#segment === "services" ? String(number) : `0x${number.toString(16).padStart(64, "0")}`;
    return this.#list.locator(this.#rows).filter({ has: this.#page.locator(`a[href$="/${this.#segment}/${id}"]`) });
  }

  /** Numbers of the rows in the page. They follow each other. */
  async #numbers(): Promise<number[]> {
    const links = this.#list.locator(this.#rows).locator(`a[href*="/${this.#segment}/"]:first-of-type`);
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    const numbers = [...new Set(hrefs.map((href) => Number(href.split("/").at(-1))))];
    const [first = 0] = numbers;
    expect(numbers).to.deep.equal(numbers.map((_number, index) => first - index));
    return numbers;
  }

  #hasFocus(): Promise<boolean> {
    return this.#list.evaluate((list) => document.activeElement !== list && list.contains(document.activeElement));
  }
}

function print(what: string, steps: readonly Smoothness[], holding?: Holding): void {
  const busy = steps.map(({ busyMs }) => busyMs).sort((a, b) => b - a);
  const frames = steps.flatMap((step) => step.frames).sort((a, b) => b - a);
  const shift = steps.reduce((sum, step) => sum + step.shift, 0);
  const parts = [
    `longest frames ${frames.slice(0, 3).map(milliseconds).join(", ")}`,
    `CPU at most ${milliseconds(busy[0] ?? 0)}, mostly ${milliseconds(busy[busy.length >> 1] ?? 0)}`,
    `layout shift ${shift.toFixed(3)}`,
    ...(holding === undefined ? [] : [`heap ${(holding.heapBytes / 1e6).toFixed(0)} MB, ${holding.nodes} nodes`]),
  ];
  console.log(`      ${what}: ${parts.join("; ")}`);
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}
