import { expect } from "chai";
import { id, JsonRpcProvider, type TransactionRequest, type TransactionResponse } from "ethers";
import { cancelAuthorization } from "../../packages/sdk/src/coin/cancelAuthorization.js";
import { transfer } from "../../packages/sdk/src/coin/transfer.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { accountOf, as, connect, createClient } from "../../packages/sdk/src/core/client.js";
import { packTerms } from "../../packages/sdk/src/deals.js";
import { draftStream, openStream } from "../../packages/sdk/src/streams/index.js";
import { startFaultyNode } from "../fixtures/faultyNode.js";
import { onEveryNode } from "../fixtures/live.js";
import { freePort } from "../fixtures/freePort.js";
import { expectError } from "../fixtures/sdk.js";

const ONE = parseScv("1");

onEveryNode("sdk: actions", (live) => {
  const bob = () => live().wallet("bob").address;
  /** Blocks come by themselves, until the interval is cleared. */
  const mine = () =>
    setInterval(
      () =>
        void live()
          .node.request("evm_mine")
          .catch(() => undefined),
      30,
    );

  describe("connect", () => {
    it("names the contract that is not there", async () => {
      const { deployment, provider } = live();
      const address = live().wallet("stranger").address;
      const contracts = { ...deployment.contracts, PaymentHub: { address } };
      const args = { contract: "PaymentHub", address, chainId: 31337n };
      await expectError(connect(provider, { ...deployment, contracts }), "NotDeployed", args);
    });

    it("asks for each code where the node refuses a call without a recipient", async () => {
      const node = await startFaultyNode(live().node.url);
      try {
        const error = { code: -32602, message: "missing field to" };
        node.faultOf = (method) => (method === "eth_call" ? { error } : undefined);
        const { deployment } = live();
        expect(await connect(node.provider, deployment)).to.have.property("chainId", 31337n);
        const { address } = live().wallet("stranger");
        const contracts = { ...deployment.contracts, Credit: { address } };
        const args = { contract: "Credit", address, chainId: 31337n };
        await expectError(connect(node.provider, { ...deployment, contracts }), "NotDeployed", args);
      } finally {
        node.provider.destroy();
        await node.stop();
      }
    });

    it("names the chain that it is on, and the one that it should be on", async () => {
      const { deployment, provider } = live();
      const args = { expected: 1n, actual: 31337n };
      await expectError(connect(provider, { ...deployment, chainId: 1 }), "WrongChain", args);
    });

    it("says that nobody answers", async () => {
      const provider = new JsonRpcProvider(`http://127.0.0.1:${await freePort()}`, 31337, { staticNetwork: true });
      await expectError(connect(provider, live().deployment), "Unreachable");
      provider.destroy();
    });

    it("refuses a deployment without an address", async () => {
      const { deployment, provider } = live();
      for (const address of [undefined, "", "0x12", "name.eth"]) {
        const contracts = { ...deployment.contracts, Treasury: { address: address as string } };
        await expectError(connect(provider, { ...deployment, contracts }), "InvalidDeployment", {
          contract: "Treasury",
          address,
        });
      }
    });

    it("needs a node to ask", async () => {
      const wallet = live().wallet("alice").connect(null);
      await expectError(connect(wallet, live().deployment), "NoProvider");
    });
  });

  describe("a client that only reads", () => {
    it("reads, simulates and estimates, and cannot send", async () => {
      const { deployment, provider } = live();
      const client = createClient(provider, deployment);
      const params = { to: bob(), amount: 0n };
      expect(await client.coin.balanceOf(bob())).to.equal(parseScv("16"));
      expect((await transfer.populate(client, params)).to).to.equal(client.addresses.ServiceCoin);
      await expectError(transfer(client, params), "NoSigner");
      await expectError(accountOf(client), "NoSigner");
    });

    it("becomes one that sends", async () => {
      const { deployment, provider } = live();
      const client = as(createClient(provider, deployment), live().wallet("alice"));
      expect(await accountOf(client)).to.equal(live().wallet("alice").address);
      await transfer(client, { to: bob(), amount: ONE });
      expect(await client.coin.balanceOf(bob())).to.equal(parseScv("17"));
    });
  });

  describe("a prepared action", () => {
    it("simulates, estimates, populates and sends the same call", async () => {
      const alice = await live().client("alice");
      const prepared = await transfer.prepare(alice, { to: bob(), amount: ONE });
      expect(await prepared.simulate()).to.equal(true);
      expect((await prepared.estimateGas()) > 21_000n).to.equal(true);
      expect((await prepared.populate()).to).to.equal(alice.addresses.ServiceCoin);
      const { events } = await prepared.send();
      expect(events.map(({ name }) => name)).to.deep.equal(["Transfer"]);
      expect(await alice.coin.balanceOf(bob())).to.equal(parseScv("17"));
    });

    it("asks for a signature once", async () => {
      const wallet = live().wallet("alice");
      let signatures = 0;
      const sign = wallet.signTypedData.bind(wallet);
      wallet.signTypedData = (...data) => {
        signatures++;
        return sign(...data);
      };
      const client = createClient(wallet, live().deployment);
      const prepared = await cancelAuthorization.prepare(client, { nonce: id("a nonce") });
      await prepared.simulate();
      await prepared.estimateGas();
      await prepared.send();
      expect(signatures).to.equal(1);
    });

    it("reads the state of a deal once", async () => {
      const { provider } = live();
      const alice = await live().client("alice");
      const deal = await draftStream(alice, { payee: bob(), perSecond: 1n });
      const { selector } = alice.hub.interface.getFunction("escrowOf");
      let reads = 0;
      const call = provider.call.bind(provider);
      provider.call = (request) => {
        if (request.data?.startsWith(selector)) reads++;
        return call(request);
      };
      const prepared = await openStream.prepare(alice, { deal, amount: 10n });
      await prepared.simulate();
      await prepared.estimateGas();
      const { dealId } = await prepared.send();
      expect(dealId).to.equal(await alice.hub.idOf({ ...deal, terms: packTerms(deal) }));
      expect(reads).to.equal(1);
    });

    it("can be prepared by a client that only reads, which cannot send it", async () => {
      const { deployment, provider } = live();
      const prepared = await transfer.prepare(createClient(provider, deployment), { to: bob(), amount: 0n });
      expect((await prepared.populate()).to).to.equal(deployment.contracts.ServiceCoin.address);
      await expectError(prepared.send(), "NoSigner");
    });

    it("fails as the transaction would", async () => {
      const alice = await live().client("alice");
      const prepared = await transfer.prepare(alice, { to: bob(), amount: parseScv("17") });
      await expectError(prepared.simulate(), "ERC20InsufficientBalance");
      await expectError(prepared.estimateGas(), "ERC20InsufficientBalance");
      await expectError(prepared.send(), "ERC20InsufficientBalance");
    });
  });

  describe("sending", () => {
    it("tells the hash before it is mined", async () => {
      const alice = await live().client("alice");
      const { node, provider } = live();
      await node.request("evm_setAutomine", [false]);
      try {
        let told = "";
        const sending = transfer(alice, { to: bob(), amount: ONE }, { onSent: (hash) => (told = hash) });
        while (told === "") await new Promise((resolve) => setTimeout(resolve, 10));
        expect(await provider.getTransactionReceipt(told)).to.equal(null);
        await node.request("evm_mine");
        expect((await sending).hash).to.equal(told);
      } finally {
        await node.request("evm_setAutomine", [true]);
      }
    });

    it("waits for as many blocks as it is told", async () => {
      const alice = await live().client("alice");
      const mining = setInterval(
        () =>
          void live()
            .node.request("evm_mine")
            .catch(() => undefined),
        30,
      );
      try {
        const { receipt } = await transfer(alice, { to: bob(), amount: ONE }, { confirmations: 3 });
        expect(await receipt.confirmations()).to.be.at.least(3);
      } finally {
        clearInterval(mining);
      }
    });

    it("gives up after the time that it is told, and says so", async () => {
      const alice = await live().client("alice");
      await live().node.request("evm_setAutomine", [false]);
      try {
        await expectError(transfer(alice, { to: bob(), amount: ONE }, { timeout: 100 }), "Timeout");
      } finally {
        await live().node.request("evm_mine");
        await live().node.request("evm_setAutomine", [true]);
      }
      expect(await alice.coin.balanceOf(bob())).to.equal(parseScv("17"));
    });

    /** Sends one SCV to bob, then something else with the same nonce and three times the fees. */
    async function replace(replacement: (sent: TransactionResponse) => Partial<TransactionRequest>) {
      const { node, provider } = live();
      const [alice, wallet] = [await live().client("alice"), live().wallet("alice")];
      let mining: NodeJS.Timeout | undefined;
      await node.request("evm_setAutomine", [false]);
      try {
        let first = "";
        const sending = transfer(alice, { to: bob(), amount: ONE }, { onSent: (hash) => (first = hash) });
        const outcome = sending.then(
          (sent) => ({ sent, error: undefined }),
          (error: unknown) => ({ sent: undefined, error }),
        );
        while (first === "") await new Promise((resolve) => setTimeout(resolve, 10));
        const pending = (await provider.getTransaction(first)) as TransactionResponse;
        const { maxFeePerGas, maxPriorityFeePerGas, nonce } = pending;
        const fees = {
          maxFeePerGas: (maxFeePerGas ?? 0n) * 3n,
          maxPriorityFeePerGas: (maxPriorityFeePerGas ?? 0n) * 3n,
        };
        const second = await wallet.sendTransaction({ ...replacement(pending), nonce, ...fees });
        // ethers looks for it when the next block comes.
        mining = mine();
        return { first, second: second.hash, ...(await outcome) };
      } finally {
        clearInterval(mining);
        await node.request("evm_setAutomine", [true]);
      }
    }

    it("tells which transaction took its place", async () => {
      const to = live().wallet("alice").address;
      const { first, second, error } = await replace(() => ({ to, value: 0n }));
      const { args } = await expectError(
        (async () => {
          throw await Promise.resolve(error);
        })(),
        "Replaced",
      );
      expect([args["hash"], args["by"]]).to.deep.equal([first, second]);
    });

    it("is content with the same transaction at a higher price", async () => {
      const { second, sent } = await replace(({ to, data }) => ({ to, data }));
      expect(sent?.hash).to.equal(second);
      expect(sent?.events.map(({ name }) => name)).to.deep.equal(["Transfer"]);
    });

    it("says why a transaction failed that was mined all the same", async () => {
      const alice = await live().client("alice");
      const params = { to: bob(), amount: parseScv("17") };
      const args = { sender: live().wallet("alice").address, balance: parseScv("16"), needed: parseScv("17") };
      await expectError(
        transfer(alice, params, { overrides: { gasLimit: 200_000n } }),
        "ERC20InsufficientBalance",
        args,
      );
    });

    it("says that the account has no ether", async () => {
      const alice = await live().client("alice");
      await live().node.request("hardhat_setBalance", [live().wallet("alice").address, "0x0"]);
      const params = { to: bob(), amount: ONE };
      await expectError(transfer(alice, params), "Unfunded");
    });

    it("says that a nonce was used", async () => {
      const alice = await live().client("alice");
      const params = { to: bob(), amount: ONE };
      await transfer(alice, params);
      await expectError(transfer(alice, params, { overrides: { nonce: 0, gasLimit: 100_000n } }), "NonceUsed");
    });

    it("refuses what is no address or amount before it sends", async () => {
      const alice = await live().client("alice");
      await expectError(transfer(alice, { to: "0x12", amount: ONE }), "InvalidArgument");
      await expectError(transfer(alice, { to: bob(), amount: -1n }), "InvalidArgument");
      await expectError(transfer(alice, { to: bob(), amount: 2n ** 256n }), "InvalidArgument");
    });
  });
});
