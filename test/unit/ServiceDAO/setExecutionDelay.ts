import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { DAY, SETTINGS } from "../../fixtures/system.js";

describe("ServiceDAO.setExecutionDelay", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setExecutionDelay", [value]),
    read: (dao) => dao.executionDelay(),
    event: "ExecutionDelaySet",
    initial: BigInt(SETTINGS.executionDelay),
    min: 3_600n,
    max: 30n * BigInt(DAY),
    outOfBounds: "executionDelay",
  });
});
