import { expect } from "chai";
import type { Page } from "playwright-core";
import { onThePage } from "./harness/index.js";

/** Signs in on the screen of settings, and waits until everything is compared. */
async function signIn(page: Page, button = "Sign in"): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
  await page.getByText("This browser and the server have the same.").waitFor();
}

/** Adds a name to the address book. */
async function addContact(page: Page, address: string, name: string): Promise<void> {
  await page.getByLabel("Address", { exact: true }).fill(address);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("listitem").getByText(name).waitFor();
}

onThePage("sign-in", (scene) => {
  it("brings names from one browser to another, each way, and forgets the session with the page", async () => {
    const { world, openPage, newWallet } = scene();
    const account = await world.newAccount();
    const [laptop, phone] = [await newWallet(account), await newWallet(account)];
    const first = await openPage({ wallet: laptop, route: "/pay/book" });
    await addContact(first.page, world.account("bob").address, "Bob");
    await first.go("/settings");
    await signIn(first.page);
    await first.page.getByLabel("Your name").fill("Alice");
    await first.page.getByRole("button", { name: "Save", exact: true }).last().click();

    const second = await openPage({ wallet: phone, route: "/pay/book" });
    await addContact(second.page, world.account("provider").address, "Weather");
    await second.go("/settings");
    await signIn(second.page);
    await second.go("/pay/book");
    await second.page.getByRole("listitem").getByText("Bob").waitFor();

    await first.page.getByRole("button", { name: "Compare now" }).click();
    await first.go("/pay/book");
    await first.page.getByRole("listitem").getByText("Weather").waitFor();
    await first.go("/settings");
    await first.page.reload();
    await first.page.getByRole("button", { name: "Sign in again to sync" }).waitFor();
    expect(await first.page.evaluate(() => JSON.stringify(localStorage))).not.to.match(/token|bearer|signature/i);
    expect(laptop.asked).to.deep.equal(["personal_sign"]);
  });

  it("says calmly that the user did not sign, and deletes what is kept when asked to", async () => {
    const { openPage, newWallet } = scene();
    const wallet = await newWallet();
    wallet.policy = "reject";
    const { page } = await openPage({ wallet, route: "/settings" });
    await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("You said no in the wallet. You are not signed in.").waitFor();
    wallet.policy = "approve";
    await signIn(page);
    page.once("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Delete what is kept for me" }).click();
    await page.getByText("The server keeps nothing for this account any more.").waitFor();
  });

  it("signs out when the user changes the account in the wallet", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const { page } = await openPage({ wallet, route: "/settings" });
    await signIn(page);
    await wallet.setAccount(await world.newAccount());
    await page.getByText("You changed the account or the network, and were signed out.").waitFor();
    await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });
});
