import { expect } from "chai";
import { parseEther } from "ethers";
import type { Page } from "playwright-core";
import { readBalance, transfer } from "../../packages/sdk/src/coin/index.js";
import { accountOf } from "../../packages/sdk/src/core/client.js";
import { mintCall, propose } from "../../packages/sdk/src/proposals/index.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { field, onThePage } from "./harness/index.js";
import type { Who } from "./harness/world.js";

/** Accounts of the local chain that may have coins. */
const MEMBERS: readonly Who[] = [
  "deployer",
  "alice",
  "bob",
  "carol",
  "dave",
  "erin",
  "guardian",
  "stranger",
  "provider",
];

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
    await customer.getByText("The provider's turn. You need not do anything now.").waitFor();
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

  it("says what arrived when only the ether of the test coins could be sent", async () => {
    const { world, openPage, newWallet } = scene();
    const deployer = await world.client("deployer");
    const wallet = await newWallet(await world.newAccount("0", "1"));
    const balances = await Promise.all(
      MEMBERS.map(async (who) => {
        const balance = await readBalance(deployer, { account: world.account(who).address });
        return { client: await world.client(who), balance };
      }),
    );
    const { page } = await openPage({ wallet });
    await page.getByRole("button", { name: "Take test coins" }).click();
    await page.getByRole("dialog").getByText("10 ETH").waitFor();
    const elsewhere = await world.newAccount("0");
    const rich = balances.filter(({ balance }) => balance > 0n);
    for (const { client, balance } of rich) await transfer(client, { to: elsewhere.address, amount: balance });
    try {
      await page.getByRole("dialog").getByRole("button", { name: "Sign in the wallet" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Only a part is done").waitFor();
      await dialog.getByText("Done before: Send 10 ETH.").waitFor();
      await dialog.getByText(/ has 0 SCV, but \S+ SCV are needed/).waitFor();
      expect(await world.provider.getBalance(wallet.address)).to.equal(parseEther("11"));
    } finally {
      const back = await world.client(elsewhere);
      for (const { client, balance } of rich) await transfer(back, { to: await accountOf(client), amount: balance });
    }
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
