import { expect } from "chai";
import { readBalance, transfer } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import { isServiceCoinError, ServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { openProvider } from "../../packages/sdk/src/core/provider.js";
import { startFaultyNode, type Fault, type FaultyNode } from "../fixtures/faultyNode.js";
import { onANode } from "../fixtures/live.js";

const SEND = "eth_sendRawTransaction";
const RECEIPT = "eth_getTransactionReceipt";
const AMOUNT = parseScv("0.5");

onANode("sdk: sending through a node that fails", (live) => {
  let node: FaultyNode;
  let client: Client;
  let signed: string[];

  beforeEach(async () => {
    node = await startFaultyNode(live().node.url);
    client = createClient(live().wallet("alice").connect(node.provider), live().deployment);
    signed = [];
  });

  afterEach(() => node.stop());

  const pay = (timeout = 0) =>
    transfer(
      client,
      { to: live().wallet("stranger").address, amount: AMOUNT },
      { timeout, onSigned: (hash) => signed.push(hash) },
    );
  const failedPay = async (timeout: number): Promise<ServiceCoinError> => {
    const error: unknown = await pay(timeout).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ServiceCoinError);
    return error as ServiceCoinError;
  };
  const received = async () => {
    const reader = createClient(live().provider, live().deployment);
    return readBalance(reader, { account: live().wallet("stranger").address });
  };
  const sent = async () => live().provider.getTransactionCount(live().wallet("alice").address);

  /** Pays once and expects success, one transaction, and the hash before it was sent. */
  async function expectPaidOnce(): Promise<void> {
    const before = await sent();
    const { hash } = await pay();
    expect(signed).to.deep.equal([hash]);
    expect(await received()).to.equal(AMOUNT);
    expect(await sent()).to.equal(before + 1);
  }

  for (const [what, error] of [
    ["that are still being indexed", { code: -32000, message: "transaction indexing is in progress" }],
    ["of a block that a lagging node lacks", { code: -32000, message: "header not found" }],
    ["above its rate limit", { code: -32005, message: "rate limit exceeded" }],
  ] as const) {
    it(`waits on when the node cannot read receipts ${what}`, async () => {
      node.faultOf = (method, times) => (method === RECEIPT && times < 4 ? { error } : undefined);
      await expectPaidOnce();
    });
  }

  const taken: [string, Fault][] = [
    ...[
      "already known",
      "known transaction: 0x12",
      "Transaction with the same hash was already imported.",
      "tx already exists in mempool",
      "AlreadyKnown",
    ].map((message): [string, Fault] => [`says "${message}"`, { error: { code: -32000, message } }]),
    ["breaks the connection", { isBroken: true }],
    ["answers 502", { status: 502 }],
    ["reports an internal error", { error: { code: -32603, message: "Internal error" } }],
  ];
  for (const [what, fault] of taken) {
    it(`pays once when the node takes the transaction and ${what}`, async () => {
      node.faultOf = (method, times) => (method === SEND && times === 0 ? { ...fault, isForwarded: true } : undefined);
      await expectPaidOnce();
    });
  }

  it("sends the same transaction again when the connection breaks before the node has it", async () => {
    node.faultOf = (method, times) => (method === SEND && times < 2 ? { isBroken: true } : undefined);
    await expectPaidOnce();
  });

  it("does not take the words of a node for a success that has nothing", async () => {
    node.faultOf = (method) => (method === SEND ? { error: { code: -32000, message: "already known" } } : undefined);
    const error = await failedPay(1_200);
    expect(error.code).to.equal("Unconfirmed");
    expect(error.args).to.deep.equal({ hash: signed[0], message: "already known" });
    expect(error.message).to.include(`Transaction ${String(signed[0])} was sent`);
    expect(await received()).to.equal(0n);
  });

  it("names the hash when the node is gone after sending", async () => {
    let isGone = false;
    node.faultOf = (method) => {
      if (method === SEND) isGone = true;
      if (method === SEND) return { isBroken: true, isForwarded: true };
      return isGone ? { isBroken: true } : undefined;
    };
    const { code, args } = await failedPay(1_200);
    expect([code, args["hash"]]).to.deep.equal(["Unconfirmed", signed[0]]);
    expect(await received()).to.equal(AMOUNT);
  });

  for (const [method, isSent] of [
    [SEND, true],
    [RECEIPT, true],
    ["eth_getTransactionCount", false],
  ] as const) {
    it(`ends in time when the node never answers ${method}`, async () => {
      node.faultOf = (asked) => (asked === method ? { isHanging: true } : undefined);
      const { code, hash } = await failedPay(500);
      expect([code, hash]).to.deep.equal(["Timeout", isSent ? signed[0] : undefined]);
      expect(signed.length).to.equal(isSent ? 1 : 0);
    });
  }

  it("names the transaction that was mined and failed", async () => {
    const to = live().wallet("stranger").address;
    const amount = parseScv("1000000");
    const error: unknown = await transfer(
      client,
      { to, amount },
      { overrides: { gasLimit: 100_000n }, onSigned: (hash) => signed.push(hash) },
    ).catch((thrown: unknown) => thrown);
    if (!isServiceCoinError(error, "ERC20InsufficientBalance")) throw error;
    expect(error.hash).to.equal(signed[0]);
    expect(error.args.needed).to.equal(amount);
    expect(error.message).to.include(`The transaction ${String(signed[0])} was mined, and failed.`);
  });

  it("keeps the hash of a wallet that sends by itself, and waits on through faults", async () => {
    const sentHashes: string[] = [];
    client = createClient(await node.provider.getSigner(live().wallet("alice").address), live().deployment);
    node.faultOf = (method, times) =>
      ["eth_getTransactionByHash", RECEIPT].includes(method) && times < 3
        ? { error: { code: -32005, message: "rate limit exceeded" } }
        : undefined;
    const to = live().wallet("stranger").address;
    const { hash } = await transfer(
      client,
      { to, amount: AMOUNT },
      { onSent: (sentHash) => sentHashes.push(sentHash) },
    );
    expect(sentHashes).to.deep.equal([hash]);
    expect(await received()).to.equal(AMOUNT);
  });

  it("names the hash of a wallet that sends by itself when the node is gone", async () => {
    client = createClient(await node.provider.getSigner(live().wallet("alice").address), live().deployment);
    let hash: string | undefined;
    node.faultOf = () => (hash === undefined ? undefined : { isBroken: true });
    const error: unknown = await transfer(
      client,
      { to: live().wallet("stranger").address, amount: AMOUNT },
      { timeout: 800, onSent: (sentHash) => (hash = sentHash) },
    ).catch((thrown: unknown) => thrown);
    if (!isServiceCoinError(error)) throw error;
    expect([error.code, error.hash]).to.deep.equal(["Unconfirmed", hash]);
  });

  it("ends when the wallet replaced what it sent before the node had heard of it", async () => {
    const hash = `0x${"12".repeat(32)}`;
    const alice = live().wallet("alice").connect(live().provider);
    const nonce = await alice.getNonce();
    client = createClient(await node.provider.getSigner(alice.address), live().deployment);
    node.faultOf = (method) => (method === "eth_sendTransaction" ? { answer: hash } : undefined);
    const to = live().wallet("stranger").address;
    let isOver = false;
    const onSent = async () => {
      await alice.sendTransaction({ to, nonce });
      // The node may lag behind with the receipt for a few blocks.
      while (!isOver) await live().pass(1);
    };
    let replacing: Promise<void> | undefined;
    const options = { timeout: 15_000, onSent: () => (replacing = onSent()) };
    const error: unknown = await transfer(client, { to, amount: AMOUNT }, options).catch((thrown: unknown) => thrown);
    isOver = true;
    await replacing;
    if (!isServiceCoinError(error, "NonceTaken")) throw error;
    expect(error.hash).to.equal(hash);
    expect(error.args).to.include({ hash, nonce });
    expect(error.args.blocks).to.be.at.least(0);
  });

  it("fails at once, without a hash to look for, when the node rejects the transaction", async () => {
    for (const [message, code] of [
      ["insufficient funds for gas * price + value", "Unfunded"],
      ["nonce too low", "NonceUsed"],
      ["ReplacementNotAllowed", "Underpriced"],
      ["max fee per gas less than block base fee", "FeeTooLow"],
      ["exceeds block gas limit", "Unknown"],
    ] as const) {
      node.faultOf = (method) => (method === SEND ? { error: { code: -32000, message } } : undefined);
      const error = await failedPay(20_000);
      expect([error.code, error.hash], message).to.deep.equal([code, undefined]);
    }
    expect(await received()).to.equal(0n);
  });

  it("keeps the hash when a balancer says something that is no answer to the transaction", async () => {
    for (const message of ["header not found", "no healthy upstream"]) {
      const before = await sent();
      signed = [];
      node.faultOf = (method) => {
        if (method === SEND) return { error: { code: -32000, message }, isForwarded: true };
        return method === "eth_getTransactionByHash" ? { error: { code: -32000, message } } : undefined;
      };
      const { code, args } = await failedPay(800);
      expect([code, args["hash"]], message).to.deep.equal(["Unconfirmed", signed[0]]);
      expect(await sent()).to.equal(before + 1);
    }
  });

  it("sends through a node that has no block that is pending", async () => {
    node.faultOf = (method, times) =>
      (method === "eth_getTransactionCount" && times === 0) || method === "eth_call"
        ? { error: { code: -32000, message: "pending block is not available" } }
        : undefined;
    await expectPaidOnce();
  });

  for (const batch of ["one object", { status: 403 }, { status: 413 }] as const) {
    it(`asks a node one by one that answers a batch with ${JSON.stringify(batch)}`, async () => {
      node.batch = batch;
      const provider = await openProvider(node.url);
      client = createClient(live().wallet("alice").connect(provider), live().deployment);
      await expectPaidOnce();
      expect(await Promise.all([1, 2, 3].map(() => received()))).to.deep.equal([AMOUNT, AMOUNT, AMOUNT]);
      provider.destroy();
    });
  }

  it("names the rate limit of a node that keeps to it", async () => {
    const provider = await openProvider(node.url);
    client = createClient(live().wallet("alice").connect(provider), live().deployment);
    let requests = 0;
    node.faultOf = () => {
      requests++;
      return { status: 429 };
    };
    const error: unknown = await readBalance(client, { account: live().wallet("alice").address }).catch(
      (thrown: unknown) => thrown,
    );
    if (!isServiceCoinError(error, "Unreachable")) throw error;
    expect(error.message).to.include("it allows no more requests for now (status 429)");
    expect(requests).to.equal(5);
    provider.destroy();
  });

  it("asks no other server for the fees of a chain", async () => {
    node.faultOf = (method) => (method === "eth_chainId" ? { answer: "0x89" } : undefined);
    const provider = await openProvider(node.url);
    expect((await provider.getNetwork()).plugins).to.deep.equal([]);
    expect((await provider.getNetwork()).chainId).to.equal(137n);
    provider.destroy();
  });

  it("simulates on the last block where the node has none that is pending", async () => {
    for (const message of ["header not found", "unknown block", "pending is not available"]) {
      node.faultOf = (method, times) =>
        method === "eth_call" && times % 2 === 0 ? { error: { code: -32000, message } } : undefined;
      const to = live().wallet("stranger").address;
      expect(await transfer.simulate(client, { to, amount: AMOUNT })).to.equal(true);
      await node.stop();
      node = await startFaultyNode(live().node.url);
      client = createClient(live().wallet("alice").connect(node.provider), live().deployment);
    }
  });
});
