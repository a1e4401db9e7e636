import { expect } from "chai";
import { makeError } from "ethers";
import { nodeErrorOf } from "../../../packages/gateway/src/settlement/errors.js";

/** Wraps a message of a node as ethers does. */
const wrapped = (message: string) =>
  makeError("could not coalesce error", "UNKNOWN_ERROR", { error: { code: -32000, message } });

describe("nodeErrorOf", () => {
  for (const message of [
    "exceeds block gas limit",
    "transaction gas limit too high (cap: 16777216, tx: 20000000)",
    "Transaction gas limit is 20000000 and exceeds transaction gas cap of 16777216",
    "oversized data: transaction size 140000, limit 131072",
    "tx fee (2.00 ether) exceeds the configured cap (1.00 ether)",
    "intrinsic gas too low: gas 20000, minimum needed 21000",
    "TxGasLimitCapExceeded: Gas limit 20000000 exceeds cap",
    "MaxTxSizeExceeded",
    "Transaction gas limit exceeds block gas limit",
  ]) {
    it(`is permanent for: ${message}`, () => {
      expect(nodeErrorOf(wrapped(message))).to.include({ code: "Unfit" });
      expect(nodeErrorOf(new Error(message))).to.include({ code: "Unfit" });
    });
  }

  for (const message of [
    "max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7",
    "transaction underpriced: tip needed 1000000000, tip permitted 1",
    "FeeTooLow, MaxFeePerGas too low.",
    "gas price too low",
  ]) {
    it(`is temporary for: ${message}`, () => {
      expect(nodeErrorOf(wrapped(message))).to.include({ code: "Refused" });
    });
  }

  it("is temporary for error codes of ethers", () => {
    for (const code of ["INSUFFICIENT_FUNDS", "NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED"] as const) {
      const error = makeError("x", code, {} as never);
      const rejection = nodeErrorOf(error);
      expect(rejection).to.include({ code: "Refused", cause: error });
    }
  });

  it("is undefined if the node may have accepted the transaction", () => {
    for (const message of ["already known", "timeout", "header not found", "txpool is full"]) {
      expect(nodeErrorOf(wrapped(message)), message).to.equal(undefined);
    }
    expect(nodeErrorOf("exceeds block gas limit")).to.equal(undefined);
  });
});
