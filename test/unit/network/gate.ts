import { expect } from "chai";
import { network } from "hardhat";
import type { Server } from "node:http";
import { adapted, startGate } from "../../../scripts/network/gate.js";
import { rpc } from "../../../scripts/network/http.js";
import { freePort } from "../../fixtures/freePort.js";
import { startHardhatNode, type Node } from "../../fixtures/processes.js";

describe("gate of a node", () => {
  describe("given a request", () => {
    const call = (method: string, ...params: unknown[]) => ({ jsonrpc: "2.0", id: 1, method, params });

    it("puts the latest block for the pending one", () => {
      const text = adapted(JSON.stringify(call("eth_call", { to: "0x01" }, "pending")));
      expect(JSON.parse(text)).to.deep.equal(call("eth_call", { to: "0x01" }, "latest"));
    });

    it("leaves the nonce to count what is pending", () => {
      const text = JSON.stringify(call("eth_getTransactionCount", "0x01", "pending"));
      expect(adapted(text)).to.equal(text);
    });

    it("does so in each request of a batch", () => {
      const batch = [call("eth_getBalance", "0x01", "pending"), call("eth_chainId")];
      expect(JSON.parse(adapted(JSON.stringify(batch)))).to.deep.equal([
        ...[call("eth_getBalance", "0x01", "latest"), call("eth_chainId")],
      ]);
    });

    it("names the type of a transaction with the fees of EIP-1559", () => {
      const text = adapted(JSON.stringify(call("eth_estimateGas", { to: "0x01", maxFeePerGas: "0x5" })));
      expect(JSON.parse(text)).to.deep.equal(call("eth_estimateGas", { to: "0x01", maxFeePerGas: "0x5", type: "0x2" }));
    });

    it("leaves a type that is there", () => {
      const text = JSON.stringify(call("eth_estimateGas", { maxFeePerGas: "0x5", type: "0x4" }));
      expect(adapted(text)).to.equal(text);
    });

    it("leaves what is not JSON to the node", () => {
      expect(adapted("{")).to.equal("{");
    });
  });

  describe("given a node behind it", () => {
    let node: Node;
    let gate: Server;
    let url: string;

    before(async () => {
      node = await startHardhatNode();
      const port = await freePort();
      gate = await startGate(port, node.url);
      url = `http://127.0.0.1:${port}`;
    });

    after(async () => {
      gate.close();
      gate.closeAllConnections();
      await node.stop();
    });

    it("returns the answers of the node", async () => {
      const { ethers } = await network.create();
      const { chainId } = await ethers.provider.getNetwork();
      expect(BigInt(String(await rpc(url, "eth_chainId")))).to.equal(chainId);
    });

    it("returns the errors of the node", async () => {
      let message = "";
      await rpc(url, "eth_nothing").catch((error: unknown) => (message = String(error)));
      expect(message).to.contain("eth_nothing");
    });
  });

  describe("given a stopped node", () => {
    it("answers 502 and stays", async () => {
      const port = await freePort();
      const gate = await startGate(port, `http://127.0.0.1:${await freePort()}`);
      try {
        for (let request = 0; request < 2; request++) {
          expect((await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "{}" })).status).to.equal(502);
        }
      } finally {
        gate.close();
        gate.closeAllConnections();
      }
    });
  });
});
