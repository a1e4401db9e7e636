import { expect } from "chai";
import { encodeBytes32String, getAddress, parseEther, ZeroHash } from "ethers";
import { factsOfCall } from "../../../apps/web/src/chain/callFacts.ts";
import type { Network } from "../../../apps/web/src/config/config.ts";
import { en } from "../../../apps/web/src/i18n/en/index.ts";
import { zh } from "../../../apps/web/src/i18n/zh/index.ts";
import { callWords } from "../../../apps/web/src/screens/proposal/callWords.ts";
import { CONTRACTS, INTERFACES, type ContractName } from "../../../packages/sdk/src/core/contracts.js";

const [TO, PAIR] = [getAddress(`0x${"ab".repeat(20)}`), getAddress(`0x${"cd".repeat(20)}`)];
const contracts = Object.fromEntries(
  CONTRACTS.map((name, index) => [name, { address: `0x${String(index + 1).padStart(40, "0")}` }]),
);
const network = { deployment: { chainId: 1, contracts } } as unknown as Network;
const addressOf = (name: ContractName) => contracts[name]?.address ?? "";
const [liquidity, treasury] = [addressOf("PairLiquidity"), addressOf("Treasury")];
/** 2 January 2027, noon (UTC). */
const UNTIL = 1_798_891_200n;
const MINIMA = [parseEther("1.9"), parseEther("0.19")] as const;

function factsOf(contract: ContractName, name: string, args: readonly unknown[], value = "0") {
  const data = INTERFACES[contract].encodeFunctionData(name, args as never);
  return factsOfCall(network, { target: addressOf(contract), value, data });
}

function words(contract: ContractName, name: string, args: readonly unknown[], t = en): string {
  const facts = factsOf(contract, name, args);
  return facts === undefined ? "" : callWords(facts, t);
}

/** A call of the liquidity contract as the treasury. */
function execution(name: "add" | "remove", { to = treasury, value = 0n, ref = ZeroHash, target = liquidity } = {}) {
  const data = INTERFACES.PairLiquidity.encodeFunctionData(name, [...MINIMA, to, UNTIL]);
  return [target, value, data, ref];
}

describe("page: what a proposal does with liquidity and the fee of loans, in both languages", () => {
  it("tells what is added, its bounds, who gets the tokens and until when", () => {
    const value = parseEther("0.2");
    expect(words("Treasury", "execute", execution("add", { value }))).to.match(
      /^Adds the SCV paid to that contract and up to 0\.2\sETH .* at least 1\.9\sSCV and 0\.19\sETH, until Jan 2, 2027,/,
    );
    expect(words("Treasury", "execute", execution("add", { value }))).to.include("go to the treasury.");
    expect(words("Treasury", "execute", execution("add", { value, to: TO }))).to.include(`go to ${TO}.`);
    expect(words("Treasury", "execute", execution("add", { value, to: TO }), zh)).to.match(
      new RegExp(`最多 0\\.2\\sETH 加入交易对：至少 1\\.9\\sSCV 和 0\\.19\\sETH，2027年1月2日.*流动性代币归 ${TO}`),
    );
  });

  it("tells what is removed, and by which tokens of the pair", () => {
    expect(words("Treasury", "execute", execution("remove"))).to.match(
      /back into SCV and ether: at least 1\.9\sSCV and 0\.19\sETH, until Jan 2, 2027.* Both go to the treasury$/,
    );
    expect(words("Treasury", "execute", execution("remove", { to: TO }), zh)).to.include(`两者都归 ${TO}`);
    const pay = [PAIR, liquidity, 12n, ZeroHash];
    expect(words("Treasury", "pay", pay)).to.equal(
      `Pays 12 base units of the token ${PAIR} from the treasury to the contract that adds and removes liquidity (${liquidity})`,
    );
    expect(words("Treasury", "pay", pay, zh)).to.equal(
      `从国库向流动性合约（${liquidity}）支付 12 个基本单位的代币 ${PAIR}`,
    );
  });

  it("names the liquidity contract where SCV is paid to it", () => {
    const pay = [addressOf("ServiceCoin"), liquidity, parseEther("2"), encodeBytes32String("pair")];
    expect(words("Treasury", "pay", pay)).to.equal(
      `Pays 2\u00a0SCV from the treasury to the contract that adds and removes liquidity (${liquidity}) (reference "pair")`,
    );
  });

  it("tells the fee of new loans", () => {
    expect(words("Credit", "setFee", [25])).to.equal("Sets the fee of new loans to 0.25 %");
    expect(words("Credit", "setFee", [100], zh)).to.equal("将新贷款的费率设为 1 %");
  });

  it("leaves to the index what it would tell in part only", () => {
    expect(factsOf("Treasury", "execute", execution("remove", { value: 1n }))).to.equal(undefined);
    expect(factsOf("Treasury", "execute", execution("add", { ref: encodeBytes32String("x") }))).to.equal(undefined);
    expect(factsOf("Treasury", "execute", execution("add", { target: TO }))).to.equal(undefined);
    expect(factsOf("Treasury", "execute", [liquidity, 0n, "0x12345678", ZeroHash])).to.equal(undefined);
    expect(factsOf("Treasury", "execute", execution("add"), "1")).to.equal(undefined);
    expect(factsOf("Treasury", "pay", [PAIR, TO, 1n, ZeroHash])).to.equal(undefined);
  });
});
