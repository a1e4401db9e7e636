import { expect } from "chai";
import { rm } from "node:fs/promises";
import { folderWith, runCli } from "../fixtures/cli.js";
import { startFaultyNode, type FaultyNode } from "../fixtures/faultyNode.js";
import { onANode } from "../fixtures/live.js";

onANode("cli: sending through a node that fails", (live) => {
  let folder: string;
  let node: FaultyNode;

  beforeEach(async () => {
    folder = await folderWith(live().deployment);
    node = await startFaultyNode(live().node.url);
  });

  afterEach(async () => {
    await node.stop();
    await rm(folder, { recursive: true });
  });

  const transfer = (...options: string[]) =>
    runCli(["coin", "transfer", live().wallet("stranger").address, "0.5", ...options], {
      cwd: folder,
      env: { SERVICECOIN_RPC_URL: node.url, SERVICECOIN_PRIVATE_KEY: live().wallet("alice").privateKey },
    });
  const sent = async () => live().provider.getTransactionCount(live().wallet("alice").address);

  it("is a success when the node cannot read the receipt for a moment", async () => {
    node.faultOf = (method, times) =>
      method === "eth_getTransactionReceipt" && times < 3
        ? { error: { code: -32000, message: "transaction indexing is in progress" } }
        : undefined;
    const { code, stderr } = await transfer();
    expect(code, stderr).to.equal(0);
  });

  it("names the transaction that was sent, and ends with the code of an unreachable node", async () => {
    const before = await sent();
    node.faultOf = (method) =>
      method === "eth_sendRawTransaction" || method === "eth_getTransactionByHash"
        ? { isBroken: true, isForwarded: true }
        : undefined;
    const { code, stdout, stderr } = await transfer("--timeout", "1s");
    const [block] = [await live().provider.getBlock("latest")];
    expect(stderr).to.include(`Transaction ${String(block?.transactions[0])} was sent and the node fails`);
    expect(stderr).to.not.match(/^ +at /m);
    expect([code, stdout]).to.deep.equal([3, ""]);
    expect(await sent()).to.equal(before + 1);
  });

  for (const batch of ["one object", { status: 403 }] as const) {
    it(`works with a node that answers a batch with ${JSON.stringify(batch)}`, async () => {
      node.batch = batch;
      const { code, stderr } = await transfer();
      expect(code, stderr).to.equal(0);
    });
  }

  it("reports a rate limit of the node, not a missing node", async () => {
    node.faultOf = () => ({ status: 429 });
    const { code, stderr } = await transfer();
    expect(stderr).to.equal(
      `Error: The node at ${new URL(node.url).origin} allows no more requests for now (status 429): ` +
        "try again later, or choose another with --rpc.\n",
    );
    expect(code).to.equal(3);
  });

  it("reports a rate limit as a fault of the node, not of the call", async () => {
    node.faultOf = (method) =>
      method === "eth_call" ? { error: { code: -32005, message: "rate limit exceeded" } } : undefined;
    const { code, stderr } = await transfer();
    expect(stderr).to.include("rate limit exceeded");
    expect(stderr).to.not.include("rejected");
    expect(code).to.equal(3);
  });
});
