import { parseEther } from "ethers";
import { draftOrder, openOrder } from "../../packages/sdk/src/orders/index.js";
import { mintCall, propose } from "../../packages/sdk/src/proposals/index.js";
import { lock } from "../../packages/sdk/src/votes/index.js";
import { onThePage } from "./harness/index.js";
import { CUT_OFF } from "./harness/openPage.js";

const HOUR = 3_600;

onThePage("what is old or could not be read", (scene) => {
  for (const failing of ["power", "votes"]) {
    it(`says that the own vote could not be read when ${failing} cannot, and reads it again`, async () => {
      const { world, openPage, newWallet } = scene();
      const wallet = await newWallet();
      const client = await world.client(wallet.account);
      await lock(client, { amount: parseEther("1") });
      await world.pass(2);
      const calls = [mintCall(client, { to: wallet.address, amount: 1n })];
      const { proposalId } = await propose(client, { calls, description: "# A base unit" });
      await world.pass(3);
      await world.indexed();
      const { page, context, go, expectProblem } = await openPage({ wallet });
      expectProblem(CUT_OFF);
      const path = failing === "power" ? /\/voters\/0x\w+\/power/ : /\/proposals\/\d+\/votes\?.*voter=/;
      await context.route(path, (route) => route.abort("connectionrefused"));
      await go(`/proposals/${proposalId}`);
      const mine = page.locator("section").filter({ has: page.getByRole("heading", { name: "Your vote" }) });
      await mine.getByText("This could not be loaded.").waitFor();
      await context.unroute(path);
      await mine.getByRole("button", { name: "Try again" }).click();
      await mine.getByRole("button", { name: "Vote", exact: true }).waitFor();
    });
  }

  it("knows within seconds that time has passed on a local chain where nothing happened", async () => {
    const { world, openPage, newWallet } = scene();
    const wallet = await newWallet();
    const client = await world.client(wallet.account);
    const payee = world.account("provider").address;
    const deal = await draftOrder(client, { payee, price: parseEther("0.1"), deliverWithin: BigInt(HOUR) });
    await openOrder(client, { deal });
    await world.indexed();
    const { page } = await openPage({ wallet, route: "/deals" });
    await page.getByText("Waiting for delivery").waitFor();
    await world.pass(HOUR + 60);
    await page.getByText("Overdue").waitFor({ timeout: 12_000 });
  });
});
