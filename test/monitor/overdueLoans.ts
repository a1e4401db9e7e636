import { expect } from "chai";
import { parseEther } from "ethers";
import { takeLook } from "../../packages/monitor/src/look.js";
import { overdueLoans } from "../../packages/monitor/src/rules/overdueLoans.js";
import type { Finding } from "../../packages/monitor/src/rules/rule.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { serveStory, type ServedStory } from "../fixtures/api.js";
import { at } from "../fixtures/at.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";

/** The story's loan on income: overdue, with 0.00125 SCV in its payout account. */
const INCOME_LOAN = 5;

describe("monitor: the rule overdueLoans", () => {
  let served: ServedStory;
  let healthy: Awaited<ReturnType<typeof networkHelpers.takeSnapshot>>;

  before(async () => {
    served = await serveStory();
    healthy = await networkHelpers.takeSnapshot();
  });

  after(() => served.close());

  afterEach(async () => {
    await healthy.restore();
  });

  /** A monitor that has not looked yet. */
  function monitor(): (settings?: object) => Promise<Finding[]> {
    const client: Client = { ...served.story.client };
    return async (settings = {}) => {
      await served.follow();
      const expected = { contracts: {} } as Parameters<typeof takeLook>[0]["expected"];
      const look = await takeLook({ client, provider: ethers.provider, expected, index: served.client }, []);
      return overdueLoans.find(look, overdueLoans.settings.parse(settings));
    };
  }

  const loan = () => at(served.story.loans, INCOME_LOAN);

  async function pass(seconds: number): Promise<void> {
    await networkHelpers.time.increase(seconds);
  }

  it("tells at the first look what was overdue for longer than a keeper needs, until it is collected", async () => {
    const { credit, stranger, bob } = served.story;
    const find = monitor();
    expect(await find()).to.deep.equal([]);
    const { nextDue } = (await served.client.get("/loans/{id}", { id: loan() })).data;
    await networkHelpers.time.increaseTo((nextDue ?? 0) + 1 + 3_599);
    expect(await monitor()()).to.deep.equal([]);
    await pass(1);
    const [found, ...others] = await monitor()();
    expect(others).to.deep.equal([]);
    expect(found).to.deep.include({ cause: loan() });
    expect(found?.facts).to.include({
      ...{ loan: loan(), lender: bob.address, amount: String(parseEther("0.00125")) },
      ...{ since: (nextDue ?? 0) + 1, ends: false },
    });
    expect(found?.message).to.match(/, 0\.00125 SCV of the overdue loan 0x\w{64} can be collected/);
    await credit.connect(stranger).collect(loan());
    expect(await monitor()()).to.deep.equal([]);
  });

  it("gives a keeper time for money that arrives long after the due date", async () => {
    const { coin, credit, stranger, dave } = served.story;
    await pass(100_000);
    await credit.connect(stranger).collect(loan());
    const find = monitor();
    expect(await find()).to.deep.equal([]);
    const { account, overdue } = (await served.client.get("/loans/{id}", { id: loan() })).data;
    expect(BigInt(overdue)).to.be.above(0n);
    await coin.connect(dave).transfer(account ?? "", 5n);
    expect(await find()).to.deep.equal([]);
    const { timestamp } = (await ethers.provider.getBlock("latest")) ?? {};
    await pass(3_599);
    expect(await find()).to.deep.equal([]);
    await pass(1);
    expect((await find()).map(({ facts }) => [facts["amount"], facts["since"]])).to.deep.equal([["5", timestamp]]);
  });

  it("leaves out what a keeper's policy leaves", async () => {
    await pass(100_000);
    expect(await monitor()({ least: "0.00125" })).to.have.length(1);
    expect(await monitor()({ least: "0.001250000000000001" })).to.deep.equal([]);
  });
});
