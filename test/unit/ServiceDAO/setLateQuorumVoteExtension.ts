import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { SETTINGS } from "../../fixtures/system.js";

describe("ServiceDAO.setLateQuorumVoteExtension", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setLateQuorumVoteExtension", [value]),
    read: (dao) => dao.lateQuorumVoteExtension(),
    event: "LateQuorumVoteExtensionSet",
    initial: BigInt(SETTINGS.lateQuorumExtension),
    min: 0n,
    max: BigInt(SETTINGS.votingPeriod),
    outOfBounds: { error: "GovernorPreventLateQuorumVoteExtensionTooLarge", args: (value, max) => [value, max] },
  });
});
