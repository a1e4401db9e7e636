import { expect } from "chai";
import { toQuantity } from "ethers";
import {
  audit,
  HttpSource,
  isGood,
  type Answer,
  type Call,
  type Rule,
  type Source,
} from "../../packages/proof/src/index.js";
import { playChain } from "../fixtures/chainStory.js";
import { onEveryNode, type Live } from "../fixtures/live.js";

/** What nodes for development break: anvil mines several blocks in a second, and repeats the base fee of its genesis. */
const LOOSE: readonly Rule[] = ["time", "baseFee", "senders"];

/** A node that lies: it changes answers of a method. */
function lying(
  url: string,
  method: string,
  change: (result: Record<string, unknown>) => Record<string, unknown>,
): Source {
  const honest = new HttpSource(url);
  return {
    ask: async (calls: readonly Call[]) => {
      const answers = await honest.ask(calls);
      return answers.map((answer, index): Answer => {
        const isMeant = calls[index]?.method === method && "result" in answer;
        return isMeant ? { result: change(answer.result as Record<string, unknown>) } : answer;
      });
    },
  };
}

async function headOf(live: Live): Promise<number> {
  return Number(await live.node.request("eth_blockNumber"));
}

onEveryNode("proof: audit", (live) => {
  const source = () => new HttpSource(live().node.url);

  it("recomputes every block since the deployment, and says what was read", async () => {
    const first = await headOf(live());
    await playChain(live());
    const to = await headOf(live());
    const seen: number[] = [];
    const result = await audit([source()], { from: 1, to, loose: LOOSE, onBlock: ({ number }) => seen.push(number) });
    expect(result.nodes[0]?.fault).to.equal(undefined);
    expect(isGood(result)).to.equal(true);
    expect(seen).to.deep.equal(Array.from({ length: to }, (_, index) => index + 1));
    expect(result.blocks).to.equal(to);
    expect(result.transactions).to.be.at.least(to - first);
  });

  it("tells the last good block after each hundred, so that an audit that is killed can go on", async () => {
    for (let mined = 0; mined < 200; mined++) await live().node.request("evm_mine");
    const to = await headOf(live());
    const good: (number | undefined)[] = [];
    const onProgress = (_block: number, _to: number, last?: { number: number }) => good.push(last?.number);
    await audit([source()], { from: 1, to, loose: LOOSE, onProgress });
    expect(good).to.deep.equal([100, 200, to]);
    const bad = lying(live().node.url, "eth_getBlockByNumber", (block) =>
      Number(block["number"]) === 150 ? { ...block, gasUsed: "0x1" } : block,
    );
    good.length = 0;
    await audit([source(), bad], { from: 1, to, loose: LOOSE, onProgress });
    expect(good).to.deep.equal([100, 149, 149]);
  });

  it("begins with the genesis block by default", async () => {
    const { from, nodes, blocks } = await audit([source()], { to: 2, loose: LOOSE });
    // Hardhat gives its genesis a transactions root that no list of transactions has.
    const fault = nodes[0]?.fault;
    const isHardhat = String(await live().node.request("web3_clientVersion")).startsWith("HardhatNetwork");
    expect([from, blocks]).to.deep.equal([0, isHardhat ? 0 : 3]);
    expect(fault?.error.field).to.equal(isHardhat ? "block.transactionsRoot" : undefined);
  });

  it("refuses another block than the trusted one", async () => {
    const hash = `0x${"12".repeat(32)}`;
    const { nodes } = await audit([source()], { trust: { number: 2, hash }, to: 3, loose: LOOSE });
    expect(nodes[0]?.fault?.block).to.equal(2);
    expect(nodes[0]?.fault?.error).to.include({ code: "WrongCheckpoint", field: "block.hash", expected: hash });
  });

  it("names the node that lies, the first block and the field", async () => {
    const liar = lying(live().node.url, "eth_getBlockByNumber", (block) =>
      Number(block["number"]) >= 4 ? { ...block, gasUsed: "0x1" } : block,
    );
    const result = await audit([source(), liar], { from: 1, to: 8, loose: LOOSE });
    expect(isGood(result)).to.equal(false);
    expect(result.nodes.map(({ fault }) => fault?.block)).to.deep.equal([undefined, 4]);
    expect(result.nodes[1]?.fault?.error.field).to.equal("block.hash");
    expect(result.nodes[1]?.lastGood?.number).to.equal(3);
    expect(result.blocks).to.equal(8);
  });

  it("finds a log that one node invents, by the receipts root", async () => {
    const liar = lying(live().node.url, "eth_getTransactionReceipt", (receipt) => ({ ...receipt, status: "0x0" }));
    const { nodes } = await audit([liar], { from: 1, to: 8, loose: LOOSE });
    expect(nodes[0]?.fault?.error).to.include({ code: "Mismatch", field: "block.receiptsRoot" });
  });

  describe("given a transaction of an impersonated account, whose signature the node invented", () => {
    let block: number;

    beforeEach(async () => {
      const { node } = live();
      const from = `0x${"5e".repeat(20)}`;
      await node.request("hardhat_setBalance", [from, toQuantity(10n ** 18n)]);
      await node.request("hardhat_impersonateAccount", [from]);
      await node.request("eth_sendTransaction", [{ from, to: live().wallet("bob").address, value: "0x1" }]);
      await node.request("hardhat_stopImpersonatingAccount", [from]);
      block = await headOf(live());
    });

    it("finds that the signature gives another sender, and names the transaction", async () => {
      const { nodes } = await audit([source()], { from: block - 1, to: block, loose: ["time", "baseFee"] });
      expect(nodes[0]?.fault?.block).to.equal(block);
      expect(nodes[0]?.fault?.error.field).to.match(/^transactions\[0\]\.(?:from|signature)$/);
      expect(nodes[0]?.lastGood?.number).to.equal(block - 1);
    });

    it("counts it where senders are loose, and recomputes the rest of the block", async () => {
      const result = await audit([source()], { from: block - 1, to: block, loose: LOOSE });
      expect(isGood(result)).to.equal(true);
      expect(result.transactions).to.be.at.least(1);
      expect(result.nodes[0]?.breaches.get("senders")).to.deep.equal({ count: 1, first: block });
    });
  });

  it("checks times strictly where no rule is loose", async () => {
    await live().node.request("evm_mine");
    const result = await audit([source()], { from: 1 });
    const strict = result.nodes[0]?.fault?.error.field;
    expect(["block.baseFeePerGas", "block.timestamp", undefined]).to.include(strict);
    const loose = await audit([source()], { from: 1, loose: LOOSE });
    expect(isGood(loose)).to.equal(true);
    // Each breach that fails a strict audit is counted in a loose one.
    expect((loose.nodes[0]?.breaches.size ?? 0) > 0).to.equal(strict !== undefined);
  });
});
