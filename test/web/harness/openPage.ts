import type { Browser, BrowserContext, Page } from "playwright-core";
import { ACCOUNTS } from "../../fixtures/live.js";
import type { TestWallet } from "./wallet.js";
import type { Who, World } from "./world.js";

/** How a user opens the page. */
export interface PageOptions {
  /** An account of the local chain, already connected: the page signs with it by itself. */
  account?: Who | number;
  /** A wallet in the browser. It is connected already if it has allowed the page before, and `isConnected` is true. */
  wallet?: TestWallet;
  /** Default: true. */
  isConnected?: boolean;
  /** Default: "light". */
  scheme?: "light" | "dark";
  /** Default: 1280. */
  width?: number;
  /** Default: "en-US". */
  locale?: string;
  /** Default: "/". */
  route?: string;
  /** `config.json` for this user only. Default: that of the world. */
  config?: object;
}

/** The page, open in a browser of its own. */
export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** Goes to a route such as "/deals". */
  go: (route: string) => Promise<void>;
  /** What the browser may complain about in this test, for example while a server is down. */
  expectProblem: (pattern: RegExp) => void;
  /** Requests to the node fail, until the returned function is called. */
  cutOffNode: () => Promise<() => Promise<void>>;
  /** Everything that the browser complained about and that was not expected. */
  problems: () => string[];
  close: () => Promise<void>;
}

const HEIGHT = 900;
/** Generous: CI runs other tests beside these. */
const ACTION_MS = 30_000;
/** What the page says about a server that does not answer. */
export const CUT_OFF = /net::ERR_|server responded with a status of 50\d/;

/** Opens the page as a new user of a new browser. */
export async function openPage(browser: Browser, world: World, options: PageOptions): Promise<OpenPage> {
  const {
    account,
    wallet,
    isConnected = true,
    scheme = "light",
    width = 1280,
    locale = "en-US",
    config = world.config,
  } = options;
  const viewport = { width, height: HEIGHT };
  const context = await browser.newContext({ viewport, colorScheme: scheme, locale, reducedMotion: "reduce" });
  context.setDefaultTimeout(ACTION_MS);
  // Functions that run in the page were compiled to call it.
  await context.addInitScript({ content: "globalThis.__name ??= (target) => target;" });
  const problems: string[] = [];
  const expected: RegExp[] = [];
  await watch(context, world, problems, config);
  if (config !== world.config) await context.route("**/config.json", (route) => route.fulfill({ json: config }));
  if (account !== undefined) {
    await remember(context, { local: typeof account === "number" ? account : ACCOUNTS[account] });
  }
  if (wallet !== undefined) {
    const { rdns } = await wallet.install(context);
    if (isConnected) {
      wallet.allow();
      await remember(context, { rdns });
    }
  }
  const page = await context.newPage();
  const go = async (route: string) => {
    await page.goto(`${world.web.url}/#${route}`);
  };
  await go(options.route ?? "/");
  return {
    ...{ page, context, go },
    expectProblem: (pattern) => void expected.push(pattern),
    async cutOffNode() {
      expected.push(CUT_OFF);
      const url = new RegExp(`^${world.node.url}`);
      await context.route(url, (route) => route.abort("connectionrefused"));
      return () => context.unroute(url);
    },
    problems: () => problems.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
    close: () => context.close(),
  };
}

/** Which wallet the page connects, as after an earlier visit. Not again after a reload: the page may have changed it. */
function remember(context: BrowserContext, wallet: object): Promise<unknown> {
  return context.addInitScript((text) => {
    // A page that is empty yet has no storage.
    if (!location.protocol.startsWith("http") || sessionStorage.getItem("seeded") !== null) return;
    sessionStorage.setItem("seeded", "yes");
    localStorage.setItem("servicecoin.wallet", text);
  }, JSON.stringify(wallet));
}

/** Notes what no page should do. */
async function watch(context: BrowserContext, { web }: World, problems: string[], config: object): Promise<void> {
  const { networks } = config as { networks: { rpc: string; indexer: string }[] };
  const own = [web.url, ...networks.flatMap(({ rpc, indexer }) => [rpc, indexer])];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      problems.push(`console ${message.type()}: ${message.text()} ${message.location().url}`);
    }
  });
  context.on("weberror", (error) => problems.push(`page error: ${error.error().stack ?? error.error().message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/.test(url) && !own.some((origin) => url.startsWith(`${origin}/`) || url === origin)) {
      problems.push(`request to a third party: ${url}`);
    }
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      console.error(`content security policy: ${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
}
