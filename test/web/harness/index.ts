import type { HDNodeWallet } from "ethers";
import type { Browser } from "playwright-core";
import { launchChromium } from "./chromium.js";
import { openPage, type OpenPage, type PageOptions } from "./openPage.js";
import { TestWallet, type Policy } from "./wallet.js";
import { startWorld, type World } from "./world.js";

export type { OpenPage, PageOptions, Policy, World };
export { choice, field } from "./screen.js";
export { TestWallet };

/** What the tests of the page work with. All files of a process share one chain, indexer, server and browser. */
export interface Scene {
  world: World;
  browser: Browser;
  /** Opens the page in a browser of its own, which is closed after the test. */
  openPage: (options?: PageOptions) => Promise<OpenPage>;
  /** A wallet for `openPage`. Default: one of a new account with 2 SCV and 10 ETH. */
  newWallet: (account?: HDNodeWallet, name?: string) => Promise<TestWallet>;
}

let starting: Promise<{ world: World; browser: Browser } | undefined> | undefined;

async function start(): Promise<{ world: World; browser: Browser } | undefined> {
  const browser = await launchChromium();
  return browser && { browser, world: await startWorld() };
}

/**
 * Runs tests in a real browser, or skips them where there is none. A test fails on errors in the console, violations of
 * the content security policy, and requests to third parties.
 */
export function onThePage(title: string, tests: (scene: () => Scene) => void): void {
  describe(`web: ${title}`, function () {
    let scene: Scene | undefined;
    const pages: OpenPage[] = [];

    before(async function () {
      // Builds the page, and starts everything.
      this.timeout(180_000);
      const started = await (starting ??= start());
      if (started === undefined) {
        this.skip();
        return;
      }
      const { world, browser } = started;
      scene = {
        ...started,
        async openPage(options = {}) {
          const opened = await openPage(browser, world, options);
          pages.push(opened);
          return opened;
        },
        newWallet: async (account, name) => new TestWallet(world.node, account ?? (await world.newAccount()), name),
      };
    });

    afterEach(async function () {
      if (this.currentTest?.state === "failed") {
        // What was on the screen says most about a failure.
        for (const { page } of pages) console.log(await page.locator("body").innerText());
      }
      const problems = pages.flatMap((page) => page.problems());
      for (const page of pages.splice(0)) await page.close();
      await scene?.world.node.request("evm_setAutomine", [true]);
      if (problems.length > 0) throw new Error(`The browser complained:\n${problems.join("\n")}`);
    });

    tests(() => {
      if (scene === undefined) throw new Error("the page has not started yet");
      return scene;
    });
  });
}

// A root hook: it runs once, after the tests of all files.
after(async () => {
  const started = await starting?.catch(() => undefined);
  await started?.browser.close();
  await started?.world.stop();
});
