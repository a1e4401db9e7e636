import type { CDPSession, Page } from "playwright-core";

/** How smooth something was in the browser. */
export interface Smoothness {
  /** Milliseconds of CPU of the page's main thread. */
  busyMs: number;
  /** The three longest times between two frames, in milliseconds; they depend on what else the machine does. */
  frames: number[];
  /** Sum of the layout shifts, in the unit of Core Web Vitals: 0.1 is what users notice. */
  shift: number;
  /** Elements that came into the list or left it. */
  changes: number;
}

/** What a page holds after a garbage collection. */
export interface Holding {
  heapBytes: number;
  nodes: number;
}

interface Noted {
  frames: number[];
  shift: number;
  changes: number;
}

/** Measures a page with the developer tools of Chromium. */
export class Meter {
  readonly #page: Page;
  readonly #tools: CDPSession;

  private constructor(page: Page, tools: CDPSession) {
    this.#page = page;
    this.#tools = tools;
  }

  static async of(page: Page): Promise<Meter> {
    const tools = await page.context().newCDPSession(page);
    // CPU of the thread, not time on a wall: other programs do not count.
    await tools.send("Performance.enable", { timeDomain: "threadTicks" });
    return new Meter(page, tools);
  }

  /** Measures while something happens. @param row Selects the rows of a list */
  async during(row: string, run: () => Promise<void>): Promise<Smoothness> {
    await this.#page.evaluate(watch, row);
    const before = await this.#metric("TaskDuration");
    await run();
    const busyMs = ((await this.#metric("TaskDuration")) - before) * 1_000;
    const { frames, shift, changes } = await this.#page.evaluate(() =>
      (window as unknown as { stopWatch: () => Noted }).stopWatch(),
    );
    return { busyMs, shift, changes, frames: frames.sort((a, b) => b - a).slice(0, 3) };
  }

  /** What the page holds now. */
  async holding(): Promise<Holding> {
    await this.#tools.send("HeapProfiler.collectGarbage");
    return { heapBytes: await this.#metric("JSHeapUsedSize"), nodes: await this.#metric("Nodes") };
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.#tools.send("Performance.getMetrics");
    const found = metrics.find((metric) => metric.name === name);
    if (found === undefined) throw new Error(`This browser does not measure ${name}.`);
    return found.value;
  }
}

/** Runs in the page. */
function watch(row: string): void {
  const noted: Noted = { frames: [], shift: 0, changes: 0 };
  let isOver = false;
  let last: number | undefined;
  const frame = (time: number): void => {
    if (last !== undefined) noted.frames.push(time - last);
    last = time;
    if (!isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const shifts = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.shift += (entry as unknown as { value: number }).value;
  });
  shifts.observe({ type: "layout-shift" });
  const changes = new MutationObserver((records) => {
    for (const { addedNodes, removedNodes } of records) noted.changes += addedNodes.length + removedNodes.length;
  });
  const list = document.querySelector(row)?.parentElement;
  if (list) changes.observe(list, { childList: true, subtree: true });
  (window as unknown as { stopWatch: () => Noted }).stopWatch = () => {
    isOver = true;
    for (const entry of shifts.takeRecords()) noted.shift += (entry as unknown as { value: number }).value;
    shifts.disconnect();
    changes.disconnect();
    return noted;
  };
}
