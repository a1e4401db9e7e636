import { CUT_OFF } from "./harness/openPage.js";
import { onThePage } from "./harness/index.js";

onThePage("outages", (scene) => {
  it("shows what it has while the indexer is away, and goes on when it is back", async () => {
    const { world, openPage } = scene();
    await world.service();
    const { page, expectProblem } = await openPage({ route: "/discover" });
    await page.getByRole("heading", { name: "Weather" }).waitFor();
    expectProblem(CUT_OFF);
    const restart = await world.stopIndexer();
    await page.getByText("The indexer does not answer, so lists may be old.").waitFor();
    await page.getByRole("heading", { name: "Weather" }).waitFor();
    await restart();
    await page.getByText("The indexer does not answer").waitFor({ state: "detached" });
  });

  it("says that the node is away, and when it is back", async () => {
    const { page, cutOffNode } = await scene().openPage();
    await page.getByText("Latest services").waitFor();
    const restore = await cutOffNode();
    await page.reload();
    await page.getByText("The node does not answer. Nothing can be sent until it does.").waitFor();
    await restore();
    await page.getByText("The node does not answer").waitFor({ state: "detached", timeout: 20_000 });
  });

  it("says that a local chain was started anew while the page was open", async () => {
    const { world, openPage } = scene();
    const { page, context } = await openPage();
    await page.getByText("Latest services").waitFor();
    await context.route(`${world.node.url}/**`, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replace(/"hash":"0x\w+"/, `"hash":"0x${"12".repeat(32)}"`) });
    });
    await page.getByText("The node is on another chain than this page").waitFor();
    await page.getByRole("main").getByRole("button", { name: "Load again" }).waitFor();
  });
});
