import { expect } from "chai";
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { violations } from "./harness/accessibility.js";
import { onThePage } from "./harness/index.js";
import { HOSTILE_NAME, HOSTILE_REASON, routesOfStory } from "./harness/story.js";

/** Set to a folder, it gets a picture of every screen. */
const FOLDER = process.env["WEB_SCREENSHOTS"] ?? "";

/**
 * Both schemes in a narrow and a wide window, and both languages: in two runs instead of eight. A run checks all rules
 * in its first window. In the second one it checks what may differ there: the room and the contrast.
 */
const LOOKS = [
  { scheme: "light", locale: "en-US", width: 360, otherWidth: 1280 },
  { scheme: "dark", locale: "zh-CN", width: 1280, otherWidth: 360 },
] as const;

const HEIGHT = 900;

onThePage("every screen", (scene) => {
  let routes: Promise<string[]> | undefined;

  for (const look of LOOKS) {
    const { scheme, locale, width, otherWidth } = look;
    const widths = `${width} and ${otherWidth} px`;
    it(`is accessible, and needs no scrolling sideways: ${scheme}, ${locale}, ${widths}`, async function () {
      this.timeout(180_000);
      const { world, openPage } = scene();
      const { page, go } = await openPage({ ...look, account: "alice", route: "/nowhere" });
      const found: string[] = [];
      for (const route of await (routes ??= routesOfStory(world))) {
        await page.evaluate(() => document.querySelector("h1")?.setAttribute("data-before", ""));
        await go(route);
        await settled(page);
        for (const shown of [width, otherWidth]) {
          await page.setViewportSize({ width: shown, height: HEIGHT });
          const room = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (room > 0) found.push(`${route} is ${room} px too wide at ${shown} px`);
          const wrong = await violations(page, shown === width ? undefined : ["color-contrast"]);
          found.push(...wrong.map((violation) => `${route} at ${shown} px: ${violation}`));
          await photograph(page, `${route}-${scheme}-${shown}`);
        }
        await page.setViewportSize({ width, height: HEIGHT });
      }
      expect(found.join("\n")).to.equal("");
    });
  }

  it("leaves no screen out", async () => {
    const file = await readFile(path.join(import.meta.dirname, "../../apps/web/src/app/routes.tsx"), "utf8");
    const patterns = [...file.matchAll(/screen\("([^"]+)"/g)].map(([, pattern = ""]) => pattern);
    const all = await (routes ??= routesOfStory(scene().world));
    const isSeen = (pattern: string) =>
      all.some((route) => new RegExp(`^${pattern.replaceAll(/\$\w+/g, "[^/]+")}$`).test(route));
    expect(patterns).to.have.length.above(15);
    expect(patterns.filter((pattern) => !isSeen(pattern))).to.deep.equal([]);
  });

  it("shows what strangers wrote as text, and loads nothing of theirs", async () => {
    const { world, openPage } = scene();
    const all = await (routes ??= routesOfStory(world));
    const { page, go } = await openPage({ route: "/discover" });
    await page.getByRole("heading", { name: HOSTILE_NAME }).waitFor();
    await go(all.find((route) => route.startsWith("/services/") && route !== all[2]) ?? "");
    await page.getByText(HOSTILE_NAME).first().waitFor();
    await go(all.find((route) => route.startsWith("/proposals/")) ?? "");
    await page.getByText(HOSTILE_REASON.replace("\u202e", "U+202E")).first().waitFor();
    expect(await page.locator('a[href^="javascript:"], #root img:not([src="./icon.svg"])').count()).to.equal(0);
  });
});

/** Waits until the next screen is there, and nothing is loading. */
async function settled(page: Page): Promise<void> {
  await page.locator("h1:not([data-before])").waitFor();
  await page.waitForFunction(() => document.querySelector('main [role="status"][aria-label]') === null);
}

async function photograph(page: Page, name: string): Promise<void> {
  if (FOLDER === "") return;
  mkdirSync(FOLDER, { recursive: true });
  // Ids differ with each run, and so does what a link contains.
  const file = `${name
    .slice(1)
    .replace(/\?o=[\w.]+/, "_linked")
    .replaceAll(/0x\w+/g, "id")
    .replaceAll(/\W+/g, "_")}.png`;
  await page.screenshot({ path: path.join(FOLDER, file), fullPage: true });
}
