import { expect } from "chai";
import { encodeBytes32String, getAddress, parseEther, ZeroAddress, ZeroHash } from "ethers";
import { factsOfCall } from "../../../apps/web/src/chain/callFacts.ts";
import type { Network } from "../../../apps/web/src/config/config.ts";
import { en } from "../../../apps/web/src/i18n/en/index.ts";
import { zh } from "../../../apps/web/src/i18n/zh/index.ts";
import { callWords } from "../../../apps/web/src/screens/proposal/callWords.ts";
import { rankReason, type RankPart } from "../../../apps/web/src/screens/service/rankReason.ts";
import { serviceName } from "../../../apps/web/src/ui/serviceName.ts";
import { CONTRACTS, INTERFACES } from "../../../packages/sdk/src/core/contracts.js";

const TO = getAddress(`0x${"ab".repeat(20)}`);
const addressOf = (index: number) => `0x${String(index + 1).padStart(40, "0")}`;
const contracts = Object.fromEntries(CONTRACTS.map((name, index) => [name, { address: addressOf(index) }]));
const network = { deployment: { chainId: 1, contracts } } as unknown as Network;

type Contract = (typeof CONTRACTS)[number];

function factsOf(contract: Contract, name: string, args: readonly unknown[], value = "0") {
  const target = contracts[contract]?.address ?? "";
  const data = INTERFACES[contract].encodeFunctionData(name, args as never);
  return factsOfCall(network, { target, value, data });
}

function words(contract: Contract, name: string, args: readonly unknown[], t = en): string {
  const facts = factsOf(contract, name, args);
  return facts === undefined ? "" : callWords(facts, t);
}

describe("page: what a proposal does, in both languages", () => {
  const scv = contracts["ServiceCoin"]?.address;
  const amount = parseEther("1234.000000000000000001");

  it("tells every figure exactly", () => {
    const pay = [scv, TO, amount, encodeBytes32String("invoice 17")];
    expect(words("Treasury", "pay", pay)).to.equal(
      `Pays 1\u202f234.000000000000000001\u00a0SCV from the treasury to ${TO} (reference "invoice 17")`,
    );
    expect(words("Treasury", "pay", pay, zh)).to.equal(
      `从国库向 ${TO} 支付 1\u202f234.000000000000000001\u00a0SCV（备注："invoice 17"）`,
    );
    expect(words("Treasury", "setBudget", [TO, ZeroAddress, parseEther("1"), 90_001])).to.contain("per 90001 s");
    expect(words("Treasury", "setCap", [scv, 0, 3_600])).to.equal("Freezes the treasury's SCV");
    expect(words("Treasury", "setCap", [scv, 0, 0], zh)).to.equal("取消 SCV 的支出上限");
    expect(words("ServiceDAO", "setVotingPeriod", [172_800])).to.contain("2 days");
    expect(words("ServiceDAO", "setProposalGuardian", [ZeroAddress], zh)).to.equal("撤销监护人");
    expect(words("PaymentHub", "setFee", [25])).to.contain("0.25 %");
  });

  it("leaves what it has no words for to the index", () => {
    expect(factsOf("Treasury", "pay", [TO, TO, 1, ZeroHash])).to.equal(undefined);
    expect(factsOf("ServiceDAO", "setVotingPeriod", [172_800], "1")).to.equal(undefined);
    expect(factsOf("ServiceCoin", "burn", [1])).to.equal(undefined);
    expect(factsOfCall(network, { target: TO, value: "0", data: "0x12345678" })).to.equal(undefined);
    expect(factsOfCall(network, { target: addressOf(0), value: "0", data: "0x1234" })).to.equal(undefined);
  });
});

describe("page: why a service ranks where it does, in both languages", () => {
  const part = (name: string, facts: object) => ({ name, value: 0, points: 0, reason: "", facts }) as RankPart;

  it("tells the figures, or that there are none", () => {
    const speed = part("speed", { deliveries: 12, median: 7_200, left: 172_800, inTime: 11 });
    expect(rankReason(speed, en)).to.equal(
      "11 of 12 deliveries took at most 2 days · Half of its deliveries took 2 h or less",
    );
    expect(rankReason(part("settlement", { orders: 12, refunded: 1 }), zh)).to.equal("12 个订单中有 1 个退款");
    expect(rankReason(part("settlement", { orders: 0, refunded: 0 }), zh)).to.equal("尚无已结束的订单");
    const rating = { ratings: 2, failed: 1, mean: 905_000, payers: 1_500_000, merit: 500_000 };
    expect(rankReason(part("rating", rating), en)).to.equal(
      "90.5 of 100 in 2 ratings, which count as those of 1.5 independent payers · " +
        "1 order without any payment, taken as 0 · Because of them, 50 % of what is better than usual elsewhere counts",
    );
    expect(rankReason(part("rating", { ...rating, mean: null }), en)).to.equal(en.rank.noRating);
    const earned = { earned: String(parseEther("2")), counted: "0" };
    expect(rankReason(part("independence", earned), en)).to.equal(
      "0\u00a0SCV of 2\u00a0SCV earned from independent payers",
    );
  });
});

describe("page: the name of a service in a title or a sentence", () => {
  it("writes out what nobody sees, and keeps emojis and every language", () => {
    const told = (name: string | null) => serviceName({ id: 7, name }, en);
    expect(told("Bank\u202ecilbup\u200b")).to.equal("Bank[U+202E]cilbup[U+200B]");
    expect(told("天气 👩\u200d🔬 <b>")).to.equal("天气 👩\u200d🔬 <b>");
    expect(told(null)).to.equal("Service 7");
  });
});

describe("page: events of the contracts, in both languages", () => {
  it("has a Chinese name for each of them, and for nothing else", () => {
    const events = new Set<string>();
    for (const contract of Object.values(INTERFACES)) contract.forEachEvent(({ name }) => events.add(name));
    expect(Object.keys(zh.events)).to.have.members([...events]);
  });
});
