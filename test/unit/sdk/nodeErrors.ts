import { expect } from "chai";
import { Interface, parseEther } from "ethers";
import { toServiceCoinError } from "../../../packages/sdk/src/core/errors.js";
import { isRevert } from "../../../packages/sdk/src/core/nodeErrors.js";
import { startFaultyNode, type Fault, type FaultyNode } from "../../fixtures/faultyNode.js";

const TO = `0x${"11".repeat(20)}`;
const REVERT = new Interface([
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
]).encodeErrorResult("ERC20InsufficientBalance", [TO, 1n, parseEther("1")]);

type RpcError = Extract<Fault, { error: unknown }>["error"];

describe("errors of nodes at eth_call", () => {
  let node: FaultyNode;

  before(async () => {
    // Nothing is forwarded.
    node = await startFaultyNode("http://127.0.0.1:1");
  });

  after(() => node.stop());

  async function errorOf(error: RpcError): Promise<unknown> {
    node.faultOf = () => ({ error });
    return node.provider.call({ to: TO, data: "0x12345678" }).catch((thrown: unknown) => thrown);
  }

  const faults: RpcError[] = [
    { code: -32005, message: "rate limit" },
    { code: -32005, message: "daily request count exceeded, request rate limited" },
    { code: -32000, message: "header not found" },
    { code: -32000, message: "missing trie node 12 (path ) state 0x34 is not available" },
    { code: -32603, message: "Internal error" },
    { code: -32016, message: "Rate limit exceeded" },
    { code: 429, message: "Too Many Requests" },
    { code: -32001, message: "Unknown block" },
    { code: -32000, message: "pending block is not available" },
    { code: -32603, message: "upstream connect error" },
  ];
  for (const error of faults) {
    it(`are the node's fault: ${error.code} "${error.message}"`, async () => {
      const thrown = await errorOf(error);
      expect(isRevert(thrown)).to.equal(false);
      const { code, args } = toServiceCoinError(thrown);
      expect([code, args["message"]]).to.deep.equal(["Unreachable", error.message]);
    });
  }

  const reverts: [node: string, error: RpcError][] = [
    ["geth", { code: 3, message: "execution reverted", data: REVERT }],
    ["Erigon", { code: 3, message: "execution reverted: custom error", data: REVERT }],
    ["Nethermind", { code: -32015, message: "VM execution error.", data: `Reverted ${REVERT}` }],
    ["Besu", { code: -32000, message: "Execution reverted", data: REVERT }],
    ["Hardhat", { code: -32603, message: "Error: VM Exception while processing transaction", data: { data: REVERT } }],
    ["anvil", { code: 3, message: "execution reverted: custom error 0xe450d38c", data: REVERT }],
    [
      "Ganache",
      {
        code: -32000,
        message: "VM Exception while processing transaction: revert",
        data: { hash: null, result: REVERT },
      },
    ],
    ["Hedera", { code: 3, message: "execution reverted: CONTRACT_REVERT_EXECUTED", data: REVERT }],
    ["zkSync", { code: 3, message: "execution reverted", data: REVERT }],
  ];
  for (const [name, error] of reverts) {
    it(`are the chain's refusal, with its reason, from ${name}`, async () => {
      const thrown = await errorOf(error);
      expect(isRevert(thrown)).to.equal(true);
      const { code, args } = toServiceCoinError(thrown);
      expect([code, args["needed"]]).to.deep.equal(["ERC20InsufficientBalance", parseEther("1")]);
    });
  }

  const silent: RpcError[] = [
    { code: 3, message: "execution reverted" },
    { code: -32000, message: "execution reverted" },
    { code: -32015, message: "VM execution error.", data: "Reverted 0x" },
    { code: -32000, message: "out of gas" },
    { code: -32000, message: "invalid opcode: INVALID" },
    { code: -32000, message: "gas required exceeds allowance (50000)" },
  ];
  for (const error of silent) {
    it(`are the chain's refusal without a reason: ${error.code} "${error.message}"`, async () => {
      const thrown = await errorOf(error);
      expect(isRevert(thrown)).to.equal(true);
      expect(toServiceCoinError(thrown).code).to.be.oneOf(["Reverted", "UnknownRevert"]);
    });
  }

  it("are found in the many words for nonce, fee and funds", async () => {
    for (const [message, code] of [
      ["OldNonce", "NonceUsed"],
      ["invalid nonce; got 4, expected 5", "NonceUsed"],
      ["nonce too low: next nonce 5, tx nonce 4", "NonceUsed"],
      ["ReplacementNotAllowed", "Underpriced"],
      ["could not replace existing tx", "Underpriced"],
      ["replacement transaction underpriced", "Underpriced"],
      ["Transaction gas price 1 is too low. There is another transaction with same nonce in the queue", "Underpriced"],
      ["transaction underpriced", "FeeTooLow"],
      ["max fee per gas less than block base fee", "FeeTooLow"],
      ["InsufficientFunds, Balance is 0 less than sending value", "Unfunded"],
      ["insufficient funds for gas * price + value", "Unfunded"],
    ] as const) {
      node.faultOf = () => ({ error: { code: -32000, message } });
      const thrown: unknown = await node.provider
        .send("eth_sendRawTransaction", ["0x"])
        .catch((error: unknown) => error);
      expect(toServiceCoinError(thrown).code, message).to.equal(code);
    }
  });
});
