import type { Locator, Page } from "playwright-core";
import type { Scene } from "./index.js";
import { field } from "./screen.js";
import type { TestWallet } from "./wallet.js";

/** Asks for a mandate on the page, and leaves its first transaction unanswered in the wallet. */
export async function holdMandate(scene: Scene): Promise<{ page: Page; dialog: Locator; wallet: TestWallet }> {
  const wallet = await scene.newWallet();
  const { page } = await scene.openPage({ wallet, route: "/deals?kind=mandate" });
  await field(page, "Who may charge").fill(scene.world.account("provider").address);
  await field(page, "At most per period").fill("0.1");
  await page.getByRole("button", { name: "Allow it" }).click();
  const dialog = page.getByRole("dialog");
  wallet.policy = "hold";
  await dialog.getByRole("button", { name: /^Sign/ }).click();
  await wallet.isAsked("eth_sendTransaction");
  return { page, dialog, wallet };
}
