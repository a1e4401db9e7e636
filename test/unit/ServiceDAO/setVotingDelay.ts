import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { DAY, SETTINGS } from "../../fixtures/system.js";

describe("ServiceDAO.setVotingDelay", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setVotingDelay", [value]),
    read: (dao) => dao.votingDelay(),
    event: "VotingDelaySet",
    initial: BigInt(SETTINGS.votingDelay),
    min: 3_600n,
    max: 30n * BigInt(DAY),
    outOfBounds: "votingDelay",
  });
});
