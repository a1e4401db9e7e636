import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import type { Locator, Page } from "playwright-core";
import { INTERFACES } from "../../packages/sdk/src/core/contracts.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { choice, field, onThePage } from "./harness/index.js";

onThePage("membership, proposals and treasury", (scene) => {
  /** Signs in the wallet, and reads what came of it. */
  async function sign(page: Page, result: string | RegExp): Promise<void> {
    await page.getByRole("button", { name: "Sign in the wallet" }).click();
    await page.getByRole("dialog").getByText(result).waitFor();
  }

  const closeDialog = (page: Page) => page.getByRole("button", { name: "Close" }).last().click();

  /** A wallet that may propose. */
  async function member() {
    const { world, newWallet } = scene();
    const wallet = await newWallet();
    await lock(await world.client(wallet.account), { amount: parseEther("1") });
    await world.pass(2);
    await world.indexed();
    return wallet;
  }

  it("locks, proposes and votes with a reason, and others see the tally move", async () => {
    const { world, openPage, newWallet } = scene();
    const { page, go } = await openPage({ wallet: await newWallet(), route: "/dao" });
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await field(page, "SCV to lock").fill("3");
    await page.getByText("You have 2 SCV.").waitFor();
    await field(page, "SCV to lock").fill("1.5");
    await page.getByRole("button", { name: "Lock", exact: true }).last().click();
    await sign(page, "1.5 SCV are locked.");
    await closeDialog(page);
    await page.getByText("1.5 votes").first().waitFor();
    await world.pass(2);

    await go("/propose");
    await field(page, "Title").fill("Should we meet more often?");
    await choice(page, "Action").selectOption("text");
    await page.getByRole("button", { name: "Check and propose" }).click();
    await page.getByText("It would work").waitFor();
    await sign(page, /Proposal \d+ is made/);
    await page.getByRole("dialog").getByText("See the proposal").click();
    await page.getByRole("heading", { name: "Should we meet more often?" }).waitFor();

    await world.pass(3);
    const route = new URL(page.url()).hash.slice(1);
    const other = await openPage({ route });
    await other.page.getByText("Nobody has voted yet.").waitFor();
    await page.getByText("For", { exact: true }).last().click();
    await field(page, "Reason").fill("Once a month at least.");
    await page.getByRole("button", { name: "Vote", exact: true }).click();
    await sign(page, "Your vote is counted: For.");
    await closeDialog(page);
    await page.getByText("You voted for it").waitFor();
    await other.page.getByText("Once a month at least.").waitFor();
    await other.page.getByText("1.5 of 10, 8.5 missing").waitFor();
  });

  it("proposes all that a proposal can do, and says what each part of it does", async () => {
    const { world, openPage } = scene();
    const wallet = await member();
    const { page } = await openPage({ wallet, route: "/propose" });
    const erin = world.account("erin").address;
    const { Treasury } = world.deployment.contracts;
    await wallet.account.sendTransaction({ to: Treasury.address, value: parseEther("2") });
    await field(page, "Title").fill("All at once");
    const kinds: [kind: string, fill: (action: Locator) => Promise<unknown>, told: RegExp][] = [
      [
        "pay",
        async (action) => {
          await field(action, "Recipient").fill(erin);
          await field(action, "Amount").fill("0.5");
          await choice(action, "Paid in").selectOption("ETH");
        },
        /Pays 0\.5\sETH from the treasury/,
      ],
      [
        "mint",
        async (action) => {
          await field(action, "Recipient").fill(erin);
          await field(action, "Amount").fill("12");
        },
        /Creates 12\sSCV for/,
      ],
      [
        "budget",
        async (action) => {
          await field(action, "Steward").fill(erin);
          await field(action, "Amount").fill("3");
        },
        /spend 3\sSCV of the treasury per/,
      ],
      ["cap", async (action) => field(action, "Amount").fill("15"), /treasury at 15\sSCV per/],
      ["fee", async (action) => field(action, "Fee in percent").fill("0.25"), /hub's fee to 0\.25/],
      ["loanFee", async (action) => field(action, "Fee in percent").fill("0.5"), /fee of new loans to 0\.5/],
      [
        "addLiquidity",
        async (action) => {
          await field(action, "Amount").fill("2");
          await field(action, "Ether").fill("0.02");
        },
        /up to 0\.02\sETH of the treasury to the trading pair: at least 1\.9\sSCV and 0\.019\sETH, until/,
      ],
      ["setting", async (action) => field(action, "New length").fill("5"), /Changes the rule “[^”]+” to 5\sdays/],
    ];
    for (const [index, [kind, fill]] of kinds.entries()) {
      if (index > 0) await page.getByRole("button", { name: "Add another action" }).click();
      const action = page.getByRole("main").getByRole("group").nth(index);
      await choice(action, "Action").selectOption(kind);
      await fill(action);
    }
    // The clock of a local chain may be ahead of that of the browser.
    await world.pass(2 * 86_400);
    const opens = new Date(((await world.provider.getBlock("latest"))?.timestamp ?? 0) * 1_000);
    await page.getByRole("button", { name: "Check and propose" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("It would work").waitFor();
    const day = opens.toLocaleDateString("en-US", { dateStyle: "medium" });
    await dialog.getByText(day).first().waitFor();
    await dialog.getByText("The treasury then has (ETH)").waitFor();
    await sign(page, /Proposal \d+ is made/);
    await dialog.getByText("See the proposal").click();
    await page.getByRole("heading", { name: "All at once" }).waitFor();
    // A call is words, names and amounts beside each other, not one text.
    for (const [, , told] of kinds) await page.getByRole("main").filter({ hasText: told }).waitFor();
  });

  it("says before signing where a proposal would fail, and what proposing takes", async () => {
    const { openPage, newWallet } = scene();
    const wallet = await member();
    const { page } = await openPage({ wallet, route: "/propose" });
    await field(page, "Title").fill("Spend it all");
    await field(page, "Recipient").fill(wallet.address);
    await field(page, "Amount").fill("1000000");
    await page.getByRole("button", { name: "Check and propose" }).click();
    await page.getByText(/The treasury has only .* this pays 1\s000\s000 SCV/).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(0);

    const poor = await openPage({ wallet: await newWallet(), route: "/propose" });
    await poor.page.getByText("Proposing takes 0.5 votes; you have 0 votes.").waitFor();
    expect(await poor.page.getByRole("button", { name: "Check and propose" }).count()).to.equal(0);
  });

  it("lets a steward spend within its budget, and no more", async () => {
    const { world, openPage, newWallet } = scene();
    const { ServiceCoin, ServiceDAO, Treasury } = world.deployment.contracts;
    const wallet = await newWallet();
    const terms = [wallet.address, ServiceCoin.address, parseEther("2"), 86_400];
    const data = INTERFACES.Treasury.encodeFunctionData("setBudget", terms);
    const call = { from: ServiceDAO.address, to: Treasury.address, data };
    await world.node.request("eth_sendTransaction", [call]);
    await world.indexed();
    const { page } = await openPage({ wallet, route: "/treasury" });
    await field(page, "Recipient").fill(world.account("erin").address);
    await field(page, "Amount").fill("2.5");
    await page.getByText("You have 2 SCV.").waitFor();
    await field(page, "Amount").fill("0.4");
    await field(page, "Reference").fill("paper 12");
    await page.getByRole("button", { name: "Spend from my budget" }).click();
    await sign(page, "0.4 SCV were paid.");
    await closeDialog(page);
    await page.getByText("Reference: paper 12").waitFor();

    // What is refused by the chain shows before the wallet is asked.
    await field(page, "Recipient").fill(ZeroAddress);
    await page.getByRole("button", { name: "Spend from my budget" }).click();
    await page.getByRole("dialog", { name: "This cannot be done now" }).getByText("Nothing was sent").waitFor();
    expect(wallet.countOf("eth_sendTransaction")).to.equal(1);
  });
});
