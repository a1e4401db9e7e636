import type { Locator, Page } from "playwright-core";
import { onThePage } from "./harness/index.js";

onThePage("keyboard", (scene) => {
  it("connects a wallet and orders without a mouse", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const { page } = await openPage({ wallet, isConnected: false, route: `/services/${await world.service()}` });
    await page.getByRole("button", { name: "Order it" }).waitFor();
    await press(page, page.getByRole("banner").getByRole("button", { name: "Connect" }));
    await press(page, page.getByRole("button", { name: "Test Wallet" }));
    await page.getByRole("banner").getByText("2 SCV").waitFor();
    await press(page, page.getByRole("button", { name: "Order it" }));
    await press(page, page.getByRole("button", { name: "Sign in the wallet" }));
    await page.getByText("You ordered from Weather").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("skips the navigation", async () => {
    const { page } = await scene().openPage({ route: "/discover" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await press(page, page.getByRole("link", { name: "Skip to the content" }));
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.activeElement?.closest("main") !== null);
  });
});

/** More than there are things to stop at. */
const STOPS = 80;

/** Goes to something with the Tab key, and presses Enter. */
async function press(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press("Enter");
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not reach ${String(target)}.`);
}
