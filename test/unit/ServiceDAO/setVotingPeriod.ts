import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { DAY, SETTINGS } from "../../fixtures/system.js";

describe("ServiceDAO.setVotingPeriod", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setVotingPeriod", [value]),
    read: (dao) => dao.votingPeriod(),
    event: "VotingPeriodSet",
    initial: BigInt(SETTINGS.votingPeriod),
    min: 3_600n,
    max: 60n * BigInt(DAY),
    outOfBounds: "votingPeriod",
  });
});
