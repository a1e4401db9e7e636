import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { SETTINGS } from "../../fixtures/system.js";

describe("ServiceDAO.updateQuorumNumerator", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("updateQuorumNumerator", [value]),
    read: (dao) => dao["quorumNumerator()"](),
    event: "QuorumNumeratorUpdated",
    initial: BigInt(SETTINGS.quorumPercent),
    min: 0n,
    max: 30n,
    outOfBounds: "quorumPercent",
  });
});
