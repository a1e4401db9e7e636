import { expect } from "chai";
import { AbiCoder, concat, id, Interface, makeError, type ErrorFragment } from "ethers";
import { INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import {
  fromRevert,
  isServiceCoinError,
  ServiceCoinError,
  toServiceCoinError,
  withErrors,
} from "../../../packages/sdk/src/core/errors.js";
import { CONTRACT_SENTENCES, LOCAL_SENTENCES, sentenceOf } from "../../../packages/sdk/src/core/sentences.js";
import { expectError } from "../../fixtures/sdk.js";

/** Every error of every contract, once. */
const ERRORS = new Map<string, ErrorFragment>();
for (const contract of Object.values(INTERFACES)) contract.forEachError((error) => ERRORS.set(error.name, error));

/** Revert data of an error of ours. */
function revertOf(contract: Interface, name: string, args: unknown[]): string {
  return contract.encodeErrorResult(name, args);
}

describe("sentences", () => {
  it("has one for each error of the contracts, and for no other", () => {
    expect(Object.keys(CONTRACT_SENTENCES).sort()).to.deep.equal([...ERRORS.keys()].sort());
  });

  const sentences = new Map(Object.entries(CONTRACT_SENTENCES));
  for (const [name, error] of ERRORS) {
    it(`names only arguments that ${name} has`, () => {
      const known = error.inputs.map((input) => input.name);
      const used = [...(sentences.get(name) ?? "").matchAll(/\{(\w+)/g)].map(([, argument]) => argument);
      expect(known).to.include.members(used);
    });
  }

  it("are sentences", () => {
    for (const [code, sentence] of Object.entries({ ...CONTRACT_SENTENCES, ...LOCAL_SENTENCES })) {
      expect(sentence, code).to.match(/^["A-Z{].*[.?}]$/);
    }
  });

  const written: [code: string, args: Record<string, unknown>, sentence: string][] = [
    [
      "ERC20InsufficientBalance",
      { sender: "0xA", balance: 0n, needed: 1_500_000_000_000_000_000n },
      "0xA has 0 SCV, but 1.5 SCV are needed.",
    ],
    ["HubTooEarly", { time: 0n }, "This is not allowed before 1970-01-01T00:00:00Z."],
    ["HubTooLate", { time: 2n ** 64n }, "This was allowed until the end of time only."],
    ["HubInvalidFee", { fee: 101n, max: 100n }, "A fee of 1.01 % is above the maximum of 1 %."],
    ["HubWrongStatus", { id: "0x1", status: 3n }, "The deal 0x1 is disputed, which does not allow this."],
    ["HubWrongStatus", { id: "0x1", status: 9n }, "The deal 0x1 is 9, which does not allow this."],
    [
      "GovernorUnexpectedProposalState",
      { proposalId: 4n, current: 3n },
      "Proposal 4 is defeated, which does not allow this.",
    ],
    ["NoSuchCode", {}, "NoSuchCode"],
    ["ERC721NonexistentToken", {}, "Service undefined does not exist."],
    ["HubTooEarly", { time: "strange" }, "This is not allowed before strange."],
  ];
  for (const [code, args, sentence] of written) {
    it(`writes "${sentence}"`, () => {
      expect(sentenceOf(code, args)).to.equal(sentence);
    });
  }
});

describe("fromRevert", () => {
  it("names the error, its arguments and its cause", () => {
    const cause = new Error("from the node");
    const data = revertOf(INTERFACES.ServiceCoin, "ERC20InsufficientBalance", [`0x${"11".repeat(20)}`, 1n, 2n]);
    const error = fromRevert(data, cause);
    expect(error).to.be.instanceOf(ServiceCoinError).and.instanceOf(Error);
    expect(error.name).to.equal("ServiceCoinError");
    expect(error.code).to.equal("ERC20InsufficientBalance");
    expect(error.args).to.deep.equal({ sender: `0x${"11".repeat(20)}`, balance: 1n, needed: 2n });
    expect(error.cause).to.equal(cause);
  });

  it("decodes what the coin told the hub", () => {
    const inner = revertOf(INTERFACES.ServiceCoin, "ERC20InsufficientAllowance", [`0x${"11".repeat(20)}`, 0n, 5n]);
    const data = revertOf(INTERFACES.PaymentHub, "HubChargeFailed", [0n, id("x"), `0x${"22".repeat(20)}`, 5n, inner]);
    const { args, message } = fromRevert(data);
    expect(args["reason"]).to.be.instanceOf(ServiceCoinError).with.property("code", "ERC20InsufficientAllowance");
    expect(message).to.include("approve more first.");
    const silent = revertOf(INTERFACES.PaymentHub, "HubChargeFailed", [0n, id("x"), `0x${"22".repeat(20)}`, 5n, "0x"]);
    expect(fromRevert(silent).message).to.match(/could not be charged .*: it gave no reason\.$/);
  });

  it("decodes Solidity's own errors", () => {
    const coder = AbiCoder.defaultAbiCoder();
    const text = concat([id("Error(string)").slice(0, 10), coder.encode(["string"], ["too late"])]);
    expect(fromRevert(text)).to.include({ code: "Reverted", message: "The chain rejected the call: too late" });
    const panic = concat([id("Panic(uint256)").slice(0, 10), coder.encode(["uint256"], [0x11])]);
    expect(fromRevert(panic)).to.include({ code: "Panic", message: "A contract failed with a panic (code 17)." });
  });

  it("keeps what it does not know", () => {
    const { code, args } = fromRevert("0xdeadbeef");
    expect(code).to.equal("UnknownRevert");
    expect(args).to.deep.equal({ data: "0xdeadbeef" });
  });

  it("survives data that is cut off", () => {
    const data = revertOf(INTERFACES.ServiceCoin, "ERC20InsufficientBalance", [`0x${"11".repeat(20)}`, 1n, 2n]);
    expect(fromRevert(data.slice(0, 40)).code).to.equal("UnknownRevert");
  });
});

describe("isServiceCoinError", () => {
  const id = `0x${"11".repeat(32)}`;
  const error: unknown = new ServiceCoinError("HubWrongStatus", { index: 0n, id, status: 3n });

  it("tells errors of the SDK from others", () => {
    expect(isServiceCoinError(error)).to.equal(true);
    expect(isServiceCoinError(new Error("HubWrongStatus"))).to.equal(false);
    expect(isServiceCoinError({ name: "ServiceCoinError", code: "HubWrongStatus" })).to.equal(false);
    expect(isServiceCoinError(undefined)).to.equal(false);
  });

  it("tells codes apart, with the types of their arguments", () => {
    if (!isServiceCoinError(error, "HubWrongStatus")) throw new Error("another code");
    const code: "HubWrongStatus" = error.code;
    const [dealId, status]: [string, bigint] = [error.args.id, error.args.status];
    expect([code, dealId, status]).to.deep.equal(["HubWrongStatus", id, 3n]);
    expect(isServiceCoinError(error, "HubWrongKind")).to.equal(false);
  });

  it("narrows by code when none is given", () => {
    if (!isServiceCoinError(error)) throw new Error("another error");
    switch (error.code) {
      case "HubWrongStatus": {
        const status: bigint = error.args.status;
        expect(status).to.equal(3n);
        return;
      }
      case "InvalidArgument": {
        const argument: string = error.args.argument;
        throw new Error(argument);
      }
      default:
        throw new Error("another code");
    }
  });

  it("knows the arguments of lists, of wrapped errors and of errors without arguments", () => {
    const lists = (caught: unknown) =>
      isServiceCoinError(caught, "GovernorInvalidProposalLength") ? caught.args.targets : undefined;
    const wrapped = (caught: unknown): Error | string | undefined =>
      isServiceCoinError(caught, "HubChargeFailed") ? caught.args.reason : undefined;
    expect([lists(error), wrapped(error), isServiceCoinError(error, "NoSigner")]).to.deep.equal([
      ...[undefined, undefined, false],
    ]);
    const given = new ServiceCoinError("HubChargeFailed", { payer: id, amount: 1n, reason: "0x" });
    expect(wrapped(given)).to.equal("0x");
  });
});

describe("toServiceCoinError", () => {
  const data = revertOf(INTERFACES.ServiceRegistry, "RegistryReservedKey", ["agentWallet"]);
  const places: [name: string, error: unknown][] = [
    ["in an error of ethers", makeError("reverted", "CALL_EXCEPTION", { data } as never)],
    ["in an error of a node", { error: { code: 3, data } }],
    ["in the answer of a node", { info: { error: { data: { data } } } }],
    ["in a cause", new Error("outer", { cause: { data } })],
  ];
  for (const [name, error] of places) {
    it(`finds revert data ${name}`, () => {
      expect(toServiceCoinError(error)).to.include({ code: "RegistryReservedKey" });
    });
  }

  it("leaves its own errors alone", () => {
    const error = new ServiceCoinError("NoSigner", {});
    expect(toServiceCoinError(error)).to.equal(error);
  });

  it("does not follow errors that contain themselves", () => {
    const error: { error?: unknown } = {};
    error.error = error;
    expect(toServiceCoinError(error).code).to.equal("Unknown");
  });

  const others: [code: string, error: unknown][] = [
    ["Rejected", makeError("rejected", "ACTION_REJECTED", { action: "sendTransaction", reason: "rejected" })],
    ["Rejected", { code: 4001, message: "User rejected the request.", toString: () => "User rejected the request." }],
    ["Unfunded", makeError("funds", "INSUFFICIENT_FUNDS", { transaction: {} })],
    ["Unfunded", new Error("Sender doesn't have enough funds to send tx.")],
    ["NonceUsed", makeError("nonce", "NONCE_EXPIRED", { transaction: {} })],
    ["NonceUsed", new Error("nonce too low: next nonce 4, tx nonce 3")],
    ["Underpriced", makeError("fee", "REPLACEMENT_UNDERPRICED", { transaction: {} })],
    ["Timeout", makeError("slow", "TIMEOUT", { operation: "wait", reason: "timeout" })],
    ["Unreachable", makeError("net", "NETWORK_ERROR", { event: "startup" })],
    ["Unreachable", makeError("500", "SERVER_ERROR", { request: "x" })],
    ["Unreachable", new Error("connect ECONNREFUSED 127.0.0.1:1")],
    ["InvalidArgument", makeError("bad", "INVALID_ARGUMENT", { argument: "to", value: "x" })],
    ["InvalidArgument", makeError("ens", "UNCONFIGURED_NAME", { value: "name.eth" })],
    ["InvalidArgument", makeError("big", "NUMERIC_FAULT", { operation: "x", fault: "overflow", value: 1n })],
    ["Reverted", makeError("no data", "CALL_EXCEPTION", { data: null, reason: null } as never)],
    ["Unknown", new Error("something else")],
  ];
  for (const [code, error] of others) {
    it(`calls ${error instanceof Error ? `"${error.message}"` : String(error)} ${code}`, () => {
      const mapped = toServiceCoinError(error);
      expect(mapped.code).to.equal(code);
      expect(mapped.cause).to.equal(error);
      expect(mapped.message).not.to.match(/[{}]|undefined/u);
    });
  }
});

describe("withErrors", () => {
  it("returns a success, and one kind of error for a failure", async () => {
    expect(await withErrors(() => Promise.resolve(5))).to.equal(5);
    await expectError(
      withErrors(() => Promise.reject(new Error("fetch failed"))),
      "Unreachable",
    );
  });
});
