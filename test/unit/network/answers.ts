import { expect } from "chai";
import { corrected } from "../../../scripts/network/answers.js";

const HASH = "0xb10c";

/** A block whose one transaction has paid 0x66: base fee and tip. The client says its cap. */
const BLOCK = {
  hash: HASH,
  baseFeePerGas: "0x64",
  transactions: [{ gasPrice: "0xff", maxFeePerGas: "0xff", maxPriorityFeePerGas: "0x2" }],
};
const RECEIPT = { blockHash: HASH, transactionIndex: "0x0", effectiveGasPrice: "0x2" };

/** Corrects an answer, or the answers of a batch. */
async function answered(request: object, answer: object): Promise<unknown> {
  const blockOf = (hash: string) => Promise.resolve(hash === HASH ? BLOCK : null);
  return JSON.parse(await corrected(JSON.stringify(request), JSON.stringify(answer), blockOf));
}

describe("answers of an execution client", () => {
  describe("given an estimate of gas", () => {
    const asked = { id: 1, method: "eth_estimateGas", params: [] };

    it("adds half", async () => {
      expect(await answered(asked, { id: 1, result: "0x64" })).to.deep.equal({ id: 1, result: "0x96" });
    });

    it("adds nothing to other answers of the batch, in whatever order they come", async () => {
      const [price, gas] = [
        { id: 2, result: "0x64" },
        { id: 1, result: "0x64" },
      ];
      const all = await answered([asked, { id: 2, method: "eth_gasPrice", params: [] }], [price, gas]);
      expect(all).to.deep.equal([price, { id: 1, result: "0x96" }]);
    });

    it("leaves an error", async () => {
      const answer = { id: 1, error: { code: 3, message: "reverted" } };
      expect(await answered(asked, answer)).to.deep.equal(answer);
    });
  });

  describe("given a block with a transaction", () => {
    const asked = { id: 1, method: "eth_getBlockByNumber", params: ["0x1", true] };
    const [transaction] = BLOCK.transactions;

    it("says base fee and tip as the price", async () => {
      const transactions = [{ ...transaction, gasPrice: "0x66" }];
      expect(await answered(asked, { id: 1, result: BLOCK })).to.deep.equal({
        ...{ id: 1, result: { ...BLOCK, transactions } },
      });
    });

    it("says no price above the cap", async () => {
      const capped = { ...BLOCK, transactions: [{ ...transaction, gasPrice: "0x65", maxFeePerGas: "0x65" }] };
      expect(await answered(asked, { id: 1, result: capped })).to.deep.equal({ id: 1, result: capped });
    });

    it("leaves a transaction that has one price", async () => {
      const old = { ...BLOCK, transactions: [{ gasPrice: "0x70" }] };
      expect(await answered(asked, { id: 1, result: old })).to.deep.equal({ id: 1, result: old });
    });

    it("leaves a block that has only the hashes", async () => {
      const short = { ...BLOCK, transactions: ["0xabcd"] };
      expect(await answered(asked, { id: 1, result: short })).to.deep.equal({ id: 1, result: short });
    });

    it("leaves that there is none", async () => {
      expect(await answered(asked, { id: 1, result: null })).to.deep.equal({ id: 1, result: null });
    });
  });

  describe("given a receipt", () => {
    const paid = { ...RECEIPT, effectiveGasPrice: "0x66" };

    it("says the price of its transaction", async () => {
      const asked = { id: 1, method: "eth_getTransactionReceipt", params: ["0xabcd"] };
      expect(await answered(asked, { id: 1, result: RECEIPT })).to.deep.equal({ id: 1, result: paid });
    });

    it("does so for all receipts of a block", async () => {
      const asked = { id: 1, method: "eth_getBlockReceipts", params: ["0x1"] };
      expect(await answered(asked, { id: 1, result: [RECEIPT] })).to.deep.equal({ id: 1, result: [paid] });
    });
  });
});
