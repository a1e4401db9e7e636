import { expect } from "chai";
import { encodeBytes32String, parseEther } from "ethers";
import { en } from "../../../apps/web/src/i18n/en/index.ts";
import { zh } from "../../../apps/web/src/i18n/zh/index.ts";
import { errorSentence } from "../../../apps/web/src/ui/errorSentence.ts";
import { INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import { fromRevert, ServiceCoinError } from "../../../packages/sdk/src/core/errors.js";
import { CONTRACT_SENTENCES, LOCAL_SENTENCES } from "../../../packages/sdk/src/core/sentences.js";

const ONE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const ID = `0x${"ab".repeat(32)}`;

/** Of paying for requests over HTTP, and of files. */
const NOT_ON_THE_PAGE = [
  ...["DailyLimitReached", "DeploymentNotFound", "InsecurePage", "InvalidOffer", "NoFittingOffer"],
  ...["PaymentRedirected", "PaymentRefused", "PaymentUnclear", "PriceAboveBalance", "PriceAboveLimit"],
  ...["PriceAboveRegistered", "UnknownPayee"],
];

type Contract = keyof typeof INTERFACES;

function reverted(contract: Contract, name: string, args: readonly unknown[]): ServiceCoinError {
  return fromRevert(INTERFACES[contract].encodeErrorResult(name, args));
}

const argumentsIn = (sentence: string) => [...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name);

describe("page: what went wrong, in both languages", () => {
  const english = Object.entries({ ...CONTRACT_SENTENCES, ...LOCAL_SENTENCES });
  const chinese = new Map(Object.entries(zh.errors.sentences));

  it("has a sentence for each error that the page can meet", () => {
    const without = english.map(([code]) => code).filter((code) => !chinese.has(code));
    expect(without).to.have.members(NOT_ON_THE_PAGE);
    expect([...chinese.keys()].filter((code) => english.every(([known]) => known !== code))).to.deep.equal([]);
  });

  it("tells the same values, in Chinese words", () => {
    for (const [code, sentence] of english) {
      const translated = chinese.get(code);
      if (translated === undefined) continue;
      expect(new Set(argumentsIn(translated)), code).to.deep.equal(new Set(argumentsIn(sentence)));
      if (code !== "Unknown") expect(translated, code).to.match(/\p{Script=Han}/u);
    }
  });

  it("writes amounts, states, settings and the error within an error", () => {
    const told = (error: Error) => errorSentence(error, zh);
    const balance = ["ERC20InsufficientBalance", [ONE, 1n, parseEther("1234.5")]] as const;
    const poor = `${ONE} 有 0.000000000000000001\u00a0SCV，但需要 1\u202f234.5\u00a0SCV。`;
    expect(told(reverted("ServiceCoin", ...balance))).to.equal(poor);
    const reason = INTERFACES.ServiceCoin.encodeErrorResult(...balance);
    const charge = reverted("PaymentHub", "HubChargeFailed", [0n, ID, ONE, parseEther("2"), reason]);
    expect(told(charge)).to.equal(`无法向 ${ONE} 扣款 2\u00a0SCV：${poor}`);
    expect(told(reverted("PaymentHub", "HubWrongStatus", [0n, ID, 3]))).to.include("“有争议”");
    const fee = reverted("PaymentHub", "HubFeeMismatch", [0n, ID, 25, 50]);
    expect(told(fee)).to.include("0.25 %").and.include("0.5 %");
    const setting = [encodeBytes32String("executionDelay"), 1n, 2n, 3n];
    expect(told(reverted("ServiceDAO", "ServiceDAOSettingOutOfBounds", setting))).to.equal(
      "“从排队到执行”的值 1 不在 2 和 3 之间。",
    );
    const state = reverted("ServiceDAO", "GovernorUnexpectedProposalState", [7n, 7, ID]);
    expect(told(state)).to.equal("提案 7 的状态是“已执行”，不允许这样做。");
    expect(told(reverted("PaymentHub", "HubTooLate", [0n, ID, 2n ** 64n - 1n]))).to.include(zh.common.never);
  });

  it("tells that a transaction was mined and failed, and keeps the message of what it does not know", () => {
    const failed = new ServiceCoinError("NotMined", { hash: ID });
    expect(errorSentence(failed, zh)).to.equal(`交易 ${ID} 没有上链。`);
    const mined = new ServiceCoinError("HubRevoked", { id: ID }, undefined, `0x${"cd".repeat(32)}`);
    expect(errorSentence(mined, zh)).to.match(/已终止。交易 0xcd\w+ 已上链，但失败了。$/);
    expect(errorSentence(new ServiceCoinError("InvalidOffer", { url: "x" }), zh)).to.match(/^x asks for a payment/);
    expect(errorSentence(new Error("plain"), zh)).to.equal("plain");
  });

  it("says in English what the SDK says", () => {
    const error = reverted("PaymentHub", "HubRevoked", [0n, ID]);
    expect(errorSentence(error, en)).to.equal(error.message);
  });
});
