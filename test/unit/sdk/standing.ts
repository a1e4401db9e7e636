import { expect } from "chai";
import { nextTime } from "../../../packages/sdk/src/clock.js";
import { dealIdOf } from "../../../packages/sdk/src/hub/ids.js";
import { readDeal } from "../../../packages/sdk/src/hub/readDeal.js";
import { standingAt } from "../../../packages/sdk/src/hub/standing.js";
import { dealStateOf } from "../../../packages/sdk/src/hub/states.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { storyFixture } from "../../fixtures/indexedStory.js";

const DAY = 86_400;

describe("standingAt", function () {
  for (const days of [0, 1, 8, 40]) {
    it(`says what the hub says of deals of every kind and state, ${days} days later`, async () => {
      const { client, hub, deals } = await networkHelpers.loadFixture(storyFixture);
      await networkHelpers.time.increase(days * DAY + 1);
      const states = new Set<string>();
      for (const deal of deals) {
        const { funded, paid, markedAt, status } = await hub.escrowOf(dealIdOf(client, deal));
        const escrow = { state: dealStateOf(status), funded, paid, markedAt };
        const standing = standingAt(dealIdOf(client, deal), deal, escrow, await nextTime(client));
        expect(standing).to.deep.equal(await readDeal(client, deal));
        states.add(`${standing.kind} ${standing.state}`);
      }
      expect([...states]).to.include.members([
        ...["order open", "order delivered", "order closed"],
        ...["stream open", "stream closed", "subscription open"],
      ]);
    });
  }
});
