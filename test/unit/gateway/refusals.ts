import { expect } from "chai";
import { makeError } from "ethers";
import { refusalOf } from "../../../packages/gateway/src/settlement/refusals.js";

/** As ethers tells what a node says. */
const said = (message: string) =>
  makeError("could not coalesce error", "UNKNOWN_ERROR", { error: { code: -32000, message } });

describe("refusalOf", () => {
  for (const words of [
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
    it(`is for good when a node says: ${words}`, () => {
      expect(refusalOf(said(words))).to.include({ code: "Unfit" });
      expect(refusalOf(new Error(words))).to.include({ code: "Unfit" });
    });
  }

  for (const words of [
    "max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7",
    "transaction underpriced: tip needed 1000000000, tip permitted 1",
    "FeeTooLow, MaxFeePerGas too low.",
    "gas price too low",
  ]) {
    it(`is for now when a node says: ${words}`, () => {
      expect(refusalOf(said(words))).to.include({ code: "Refused" });
    });
  }

  it("is for now when ethers says so", () => {
    for (const code of ["INSUFFICIENT_FUNDS", "NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED"] as const) {
      const error = makeError("x", code, {} as never);
      const refusal = refusalOf(error);
      expect(refusal).to.include({ code: "Refused", cause: error });
    }
  });

  it("is none when the node may have taken it", () => {
    for (const words of ["already known", "timeout", "header not found", "txpool is full"]) {
      expect(refusalOf(said(words)), words).to.equal(undefined);
    }
    expect(refusalOf("exceeds block gas limit")).to.equal(undefined);
  });
});
