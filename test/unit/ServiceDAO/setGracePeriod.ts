import { shouldBehaveLikeSetting } from "../../behaviors/setting.js";
import { DAY, SETTINGS } from "../../fixtures/system.js";

describe("ServiceDAO.setGracePeriod", () => {
  shouldBehaveLikeSetting({
    encode: (dao, value) => dao.interface.encodeFunctionData("setGracePeriod", [value]),
    read: (dao) => dao.gracePeriod(),
    event: "GracePeriodSet",
    initial: BigInt(SETTINGS.gracePeriod),
    min: BigInt(DAY),
    max: 90n * BigInt(DAY),
    outOfBounds: "gracePeriod",
  });
});
