import { expect } from "chai";
import { parseEther } from "ethers";
import type { Page } from "playwright-core";
import { mintCall, propose } from "../../packages/sdk/src/proposals/index.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { field, onThePage } from "./harness/index.js";

/** Approves the review of a local account, and waits for the result. */
async function sign(page: Page, result: string | RegExp): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: "Sign and send" }).click();
  await page.getByRole("dialog").getByText(result).waitFor();
}

async function close(page: Page): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

onThePage("first visit", (scene) => {
  it("finds, orders, and pays what a provider in another browser delivers, and rates it", async function () {
    this.timeout(150_000);
    const { world, openPage } = scene();
    await world.service();
    const { page: customer } = await openPage({ account: 9 });
    const { page: provider } = await openPage({ account: "provider", route: "/deals" });

    await customer.getByRole("button", { name: "Take test coins" }).click();
    await sign(customer, "The coins are in your account");
    await close(customer);
    await customer.getByRole("main").getByRole("link", { name: "Find a service" }).click();
    // The first screen lists services too.
    await customer.getByRole("heading", { level: 1, name: "Find a service" }).waitFor();
    await customer.getByRole("link", { name: "Weather", exact: true }).click();
    await customer.getByRole("button", { name: "Order it" }).click();
    await sign(customer, "You ordered from Weather");
    await customer.getByRole("dialog").getByRole("link", { name: "Follow the order" }).click();
    await customer.getByText("Waiting for delivery").first().waitFor();
    const route = new URL(customer.url()).hash.slice(1);

    // The list of the provider was open all the time.
    await provider.locator(`a[href$="${route}"]`).first().click();
    await provider.getByText("You are the provider.").waitFor();
    await provider.getByRole("button", { name: "Mark as delivered" }).click();
    await sign(provider, /Marked as delivered/);
    await close(provider);

    // So was the order of the customer.
    await customer.getByText("Delivered, in review").first().waitFor();
    await customer.getByRole("button", { name: "Release the money" }).click();
    await sign(customer, /The provider received/);
    await close(customer);
    await customer.getByRole("button", { name: "Rate the service" }).click();
    await sign(customer, /You rated .+ 90 of 100/);
    await close(customer);
    await customer.getByText("You rated it 90 of 100.").waitFor();
    await provider.getByText("Finished").first().waitFor();
  });

  it("locks coins and votes, and everyone sees the tally move", async function () {
    this.timeout(150_000);
    const { world, openPage } = scene();
    const alice = await world.client("alice");
    await lock(alice, { amount: parseEther("1") });
    const { page: member, go } = await openPage({ account: "bob", route: "/dao" });
    await member.getByRole("button", { name: "Lock", exact: true }).click();
    await field(member, "SCV to lock").fill("2");
    await member.locator("form").getByRole("button", { name: "Lock", exact: true }).click();
    await sign(member, "2 SCV are locked");
    await close(member);

    await world.pass(1);
    const calls = [mintCall(alice, { to: world.account("erin").address, amount: 1n })];
    const { proposalId } = await propose(alice, { calls, description: "Mint a little" });
    await world.pass(4);
    const { page: watcher } = await openPage({ route: `/proposals/${proposalId}` });
    await watcher.getByText("Nobody has voted yet.").waitFor();
    await go(`/proposals/${proposalId}`);
    await member.locator("label", { hasText: /^For$/ }).click();
    await field(member, "Reason").fill("It is little");
    await member.getByRole("button", { name: "Vote", exact: true }).click();
    await sign(member, "Your vote is counted: For.");
    await close(member);
    await member.getByText("You voted for it").first().waitFor();
    await watcher.getByText("It is little").waitFor();
    expect(await watcher.getByText("Nobody has voted yet.").count()).to.equal(0);
  });
});
