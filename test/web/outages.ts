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
});
