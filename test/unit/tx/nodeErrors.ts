import { expect } from "chai";
import { makeError } from "ethers";
import { nodeErrorOf } from "../../../packages/tx/src/errors.js";

/** How nodes of each kind word that they rejected a transaction: permanently, or for now. */
const REJECTIONS: Record<string, { unfit: [code: number, message: string][]; refused: [number, string][] }> = {
  geth: {
    unfit: [
      [-32000, "exceeds block gas limit"],
      [-32000, "transaction gas limit too high (cap: 16777216, tx: 20000000)"],
      [-32000, "oversized data: transaction size 140000, limit 131072"],
      [-32000, "tx fee (2.00 ether) exceeds the configured cap (1.00 ether)"],
      [-32000, "intrinsic gas too low: gas 20000, minimum needed 21000"],
      [-32000, "insufficient gas for floor data gas cost: gas 30000, minimum needed 40000"],
    ],
    refused: [
      [-32000, "nonce too low: next nonce 5, tx nonce 4"],
      [-32000, "replacement transaction underpriced"],
      [-32000, "insufficient funds for gas * price + value: balance 1, tx cost 2, overshot 1"],
      [-32000, "max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 7"],
      [-32000, "transaction underpriced: tip needed 1000000000, tip permitted 1"],
    ],
  },
  Nethermind: {
    unfit: [
      [-32010, "GasLimitExceeded, Gas limit: 30000000, gas limit of rejected tx: 40000000"],
      [-32010, "Invalid, TxGasLimitCapExceeded: Gas limit 20000000 exceeds cap 16777216"],
      [-32010, "MaxTxSizeExceeded"],
    ],
    refused: [
      [-32010, "OldNonce, Current nonce: 5, nonce of rejected tx: 4"],
      [-32010, "ReplacementNotAllowed, existing hash: 0x01"],
      [-32010, "InsufficientFunds, Account balance: 1, cumulative cost: 2"],
      [-32010, "FeeTooLow, MaxFeePerGas too low. MaxFeePerGas: 1, BaseFee: 7"],
      [-32010, "FeeTooLowToCompete"],
    ],
  },
  Besu: {
    unfit: [
      [-32005, "Transaction gas limit exceeds block gas limit"],
      [-32003, "Intrinsic gas exceeds gas limit"],
      [-32000, "Transaction fee cap exceeded"],
    ],
    refused: [
      [-32001, "Nonce too low"],
      [-32004, "Upfront cost exceeds account balance"],
      [-32009, "Gas price below configured minimum gas price"],
      [-32009, "Gas price below current base fee"],
      [-32000, "Replacement transaction underpriced"],
    ],
  },
  Erigon: {
    unfit: [
      [-32000, "rlp too long"],
      [-32000, "gas limit is too high"],
      [-32000, "intrinsic gas too low"],
      [-32000, "oversized data"],
    ],
    refused: [
      [-32000, "nonce too low"],
      [-32000, "underpriced"],
      [-32000, "fee too low"],
      [-32000, "insufficient funds"],
      [-32000, "could not replace existing tx"],
    ],
  },
  anvil: {
    unfit: [
      [-32003, "intrinsic gas too low"],
      [-32003, "intrinsic gas too high -- tx gas exceeds block gas limit"],
    ],
    refused: [
      [-32003, "nonce too low"],
      [-32003, "Insufficient funds for gas * price + value"],
      [-32003, "max fee per gas less than block base fee"],
      [-32003, "replacement transaction underpriced"],
    ],
  },
  Hardhat: {
    unfit: [
      [-32000, "Transaction gas limit is 40000000 and exceeds block gas limit of 30000000"],
      [-32000, "Transaction gas limit is 20000000 and exceeds transaction gas cap of 16777216"],
      [-32000, "Transaction requires at least 21000 gas but got 20000"],
    ],
    refused: [
      [
        -32000,
        "Nonce too low. Expected nonce to be 5 but got 4. Note that transactions can't be queued when automining.",
      ],
      [
        -32000,
        "Sender doesn't have enough funds to send tx. The max upfront cost is: 2 and the sender's balance is: 1.",
      ],
      [-32000, "Transaction maxFeePerGas (1) is too low for the next block, which has a baseFeePerGas of 875000000"],
      [-32000, "Transaction gasPrice (1) is too low for the next block, which has a baseFeePerGas of 875000000"],
      [
        -32000,
        "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2 is necessary to replace the " +
          "existing transaction with nonce 5.",
      ],
    ],
  },
};

/** The same answer, as ethers passes it on from a node, and as a provider in this process throws it. */
function shapesOf(code: number, message: string): [shape: string, error: Error][] {
  const error = { code, message };
  return [
    ["wrapped by ethers", makeError("could not coalesce error", "UNKNOWN_ERROR", { error })],
    ["thrown by a provider", Object.assign(new Error(message), { code })],
    ["a message alone", new Error(message)],
  ];
}

describe("nodeErrorOf", () => {
  for (const [node, { unfit, refused }] of Object.entries(REJECTIONS)) {
    describe(`given ${node}`, () => {
      for (const [expected, answers] of [
        ["Unfit", unfit],
        ["Refused", refused],
      ] as const) {
        for (const [code, message] of answers) {
          it(`is ${expected} for: ${message}`, () => {
            for (const [shape, error] of shapesOf(code, message)) {
              const found = nodeErrorOf(error);
              expect([found?.code, found?.cause], shape).to.deep.equal([expected, error]);
            }
          });
        }
      }
    });
  }

  it("is Refused for error codes of ethers", () => {
    for (const code of ["INSUFFICIENT_FUNDS", "NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED"] as const) {
      const error = makeError("x", code, {} as never);
      expect(nodeErrorOf(error)).to.include({ code: "Refused", cause: error });
    }
  });

  for (const [code, message] of [
    [-32000, "already known"],
    [-32010, "AlreadyKnown"],
    [-32000, "Known transaction"],
    [-32003, "transaction already imported"],
    [-32000, "timeout"],
    [-32000, "header not found"],
    [-32005, "rate limit exceeded"],
    [-32016, "daily request count exceeded, request rate limited"],
    [-32603, "Internal error"],
    [-32000, "txpool is full"],
  ] as const) {
    it(`is undefined where the node may have the transaction: ${message}`, () => {
      for (const [shape, error] of shapesOf(code, message)) expect(nodeErrorOf(error), shape).to.equal(undefined);
    });
  }
});
