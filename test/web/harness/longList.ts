import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { Meter, type Holding, type Smoothness } from "./smoothness.js";

/** Rows of one list that the page may have, however long the list is. */
const MOST_ROWS = 300;
/** Bytes of the page, and of all rows that it has loaded. */
const MOST_HEAP = 60_000_000;
/** Elements and texts, also those that the page has removed and something still refers to. */
const MOST_NODES = 60_000;
/** CPU of the main thread for a page of 200 rows, in milliseconds: ten times what it takes. */
const MOST_BUSY_MS = 3_000;
/** Of a second in which nothing happens. */
const MOST_IDLE_MS = 200;

/** A list of numbered rows. */
export interface LongListOptions {
  /** Selects its rows. */
  rows: string;
  /** Link of each row, without the number. */
  link: string;
  /** Digits of a number in a link, which is hexadecimal; 1 for decimal numbers. */
  digits: number;
  /** Number of rows. The last one is the first of the list. */
  count: number;
}

/** Reads a list as a user does who wants to see all of it. */
export class LongList {
  readonly #page: Page;
  readonly #list: Locator;
  readonly #options: LongListOptions;

  constructor(page: Page, list: Locator, options: LongListOptions) {
    this.#page = page;
    this.#list = list;
    this.#options = options;
  }

  /** Presses "Show more" until the list ends. Expects to see every row, and none to move. */
  async readToTheEnd(): Promise<void> {
    const { count, link } = this.#options;
    const meter = await Meter.of(this.#page);
    // Looked up once: to find a button by its name among thousands of elements takes longer than to show more.
    const more = await this.#list.getByRole("button", { name: "Show more" }).elementHandle();
    let shown = await this.#numbers();
    expect(shown[0]).to.equal(count - 1);
    let steps = 0;
    const reading = await meter.during(this.#options.rows, async () => {
      for (let last = shown.at(-1) ?? 0; last > 0; last = shown.at(-1) ?? 0) {
        // By the keyboard, which must not lose its place.
        await more.evaluate((button) => {
          (button as HTMLElement).focus();
        });
        await this.#keepsStill(last, async () => {
          await this.#page.keyboard.press("Enter");
          await this.#hasRow(last - 1);
        });
        shown = await this.#numbers();
        expect(shown, "the row that was the last one").to.include(last);
        expect(shown.length, "rows in the page").to.be.at.most(MOST_ROWS);
        steps++;
      }
    });
    expect(await this.#list.evaluate((list) => list.contains(document.activeElement)), "keeps the focus").to.equal(
      true,
    );
    expect(await more.evaluate((button) => button.isConnected), "has more").to.equal(false);
    const holding = await meter.holding();
    const busyMs = Math.round(reading.busyMs / steps);
    print(`${count} rows of ${link}, ${steps} times more`, { ...reading, busyMs }, holding);
    expect(busyMs, "CPU of a page, in ms").to.be.below(MOST_BUSY_MS);
    expect(holding.heapBytes, "bytes of the heap").to.be.below(MOST_HEAP);
    expect(holding.nodes, "nodes of the document").to.be.below(MOST_NODES);
  }

  /** Gets rows back that the page has left out, and goes on from there. */
  async readBack(): Promise<void> {
    const [first = 0] = await this.#numbers();
    await this.#keepsStill(first, async () => {
      await this.#list.getByRole("button", { name: "Show previous" }).click();
      await this.#hasRow(first + 1);
    });
    const shown = await this.#numbers();
    const position = this.#options.count - (shown[0] ?? 0);
    await this.#list.getByText(`Showing ${position} to ${position + shown.length - 1}`, { exact: true }).waitFor();
    expect(shown.length, "rows in the page").to.be.at.most(MOST_ROWS);
    const last = shown.at(-1) ?? 0;
    await this.#list.getByRole("button", { name: "Show more" }).click();
    await this.#hasRow(last - 1);
  }

  /** Scrolls over all rows that are in the page: nothing is added, removed or moved. Then it rests. */
  async scroll(): Promise<void> {
    const meter = await Meter.of(this.#page);
    const scrolled = await meter.during(this.#options.rows, () =>
      this.#page.evaluate(async () => {
        for (let top = document.documentElement.scrollHeight; top >= 0; top -= 400) {
          window.scrollTo({ top, behavior: "instant" });
          await new Promise(requestAnimationFrame);
        }
      }),
    );
    print("scrolling", scrolled);
    expect(scrolled.changes, "elements that came or went").to.equal(0);
    expect(scrolled.shift, "layout shift").to.equal(0);
    const idle = await meter.during(this.#options.rows, () => this.#page.waitForTimeout(2_000));
    print("two seconds at rest", idle);
    expect(Math.round(idle.busyMs / 2), "CPU of a second, in ms").to.be.below(MOST_IDLE_MS);
  }

  /** Fails unless a row stays where it is on the screen. Sees to it that it is there. */
  async #keepsStill(number: number, run: () => Promise<void>): Promise<void> {
    const link = this.#linkTo(number);
    const { rows } = this.#options;
    const place = (isShown: boolean) =>
      this.#page.evaluate(
        ([selector, one, isThere]) => {
          const row = document.querySelector(one)?.closest(selector);
          if (isThere) row?.scrollIntoView({ block: "center", behavior: "instant" });
          return row?.getBoundingClientRect().top;
        },
        [rows, link, !isShown] as const,
      );
    const before = await place(false);
    await run();
    const after = await place(true);
    if (before === undefined || after === undefined) throw new Error(`Row ${number} is not in the page.`);
    expect(Math.trunc(after - before), `pixels that row ${number} moved by`).to.equal(0);
  }

  async #hasRow(number: number): Promise<void> {
    const link = this.#linkTo(number);
    await this.#page.waitForFunction((one) => document.querySelector(one) !== null, link, { polling: 50 });
  }

  #linkTo(number: number): string {
    const { rows, link, digits } = this.#options;
    return `:is(${rows}) a[href$="${link}${digits === 1 ? number : number.toString(16).padStart(digits, "0")}"]`;
  }

  /** Numbers of the rows in the page. They follow each other. */
  async #numbers(): Promise<number[]> {
    const { rows, link, digits } = this.#options;
    const found = await this.#page.evaluate((one) => {
      const hrefs = [...document.querySelectorAll(one)].map((element) => element.getAttribute("href") ?? "");
      return [...new Set(hrefs.map((href) => href.slice(href.lastIndexOf("/") + 1)))];
    }, `:is(${rows}) a[href*="${link}"]`);
    const numbers = found.map((text) => (digits === 1 ? Number(text) : parseInt(text.slice(2), 16)));
    const [first = 0] = numbers;
    expect(numbers).to.deep.equal(numbers.map((_number, index) => first - index));
    return numbers;
  }
}

function print(what: string, { frames, busyMs }: Smoothness, holding?: Holding): void {
  const parts = [
    `longest frames ${frames.map((frame) => `${frame.toFixed(0)} ms`).join(", ")}`,
    `CPU ${busyMs.toFixed(0)} ms`,
    ...(holding === undefined ? [] : [`heap ${(holding.heapBytes / 1e6).toFixed(0)} MB, ${holding.nodes} nodes`]),
  ];
  console.log(`      ${what}: ${parts.join("; ")}`);
}
