import { expect } from "chai";
import { burn, transfer } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import type { ServiceCoinEvent } from "../../packages/sdk/src/core/events.js";
import { followEvents, readEvents, type EventQuery } from "../../packages/sdk/src/logs/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectError } from "../fixtures/sdk.js";

const short = ({ contract, name, blockNumber }: ServiceCoinEvent) => `${contract}.${name} ${blockNumber}`;

onEveryNode("sdk: events", (live) => {
  const pay = async () => transfer(await live().client("alice"), { to: live().wallet("bob").address, amount: 1n });

  describe("readEvents", () => {
    const read = async (query?: EventQuery) => {
      const events: ServiceCoinEvent[] = [];
      for await (const batch of readEvents(await live().client("alice"), query)) events.push(...batch.events);
      return events;
    };

    it("reads everything since the deployment, decoded and in order", async () => {
      const { hash } = await pay();
      const events = await read();
      expect(events.map(({ blockNumber }) => blockNumber)).to.deep.equal(
        events.map(({ blockNumber }) => blockNumber).sort((a, b) => a - b),
      );
      expect(new Set(events.map(({ contract }) => contract))).to.include.keys("ServiceCoin", "ServiceDAO", "Treasury");
      const last = events.at(-1);
      if (last?.contract !== "ServiceCoin" || last.name !== "Transfer") throw new Error("not a transfer");
      expect(last.transactionHash).to.equal(hash);
      expect(last.args.to).to.equal(live().wallet("bob").address);
      expect(last.args.value).to.equal(1n);
    });

    it("reads only some contracts, events and blocks", async () => {
      const alice = await live().client("alice");
      const first = await live().provider.getBlockNumber();
      await pay();
      await burn(alice, { amount: parseScv("1") });
      await pay();
      const from = first + 1;
      const transfers = [from, from + 1, from + 2].map((block) => `ServiceCoin.Transfer ${block}`);
      expect((await read({ from })).map(short)).to.deep.equal(transfers);
      expect((await read({ from, to: from + 1 })).map(short)).to.deep.equal(transfers.slice(0, 2));
      expect((await read({ from, names: ["Transfer"], span: 1 })).map(short)).to.deep.equal(transfers);
      expect(await read({ from, names: ["Approval"] })).to.deep.equal([]);
      expect(await read({ from, contracts: ["PaymentHub", "Treasury"] })).to.deep.equal([]);
    });

    it("refuses a name that no event has", async () => {
      const args = { argument: "names", value: "Transfers" };
      await expectError(read({ names: ["Transfer", "Transfers"] }), "InvalidArgument", args);
      await expectError(read({ contracts: ["Treasury"], names: ["Opened"] }), "InvalidArgument");
    });

    it("needs a node", async () => {
      const client = createClient(live().wallet("alice").connect(null), live().deployment);
      await expectError(readEvents(client).next(), "NoProvider");
    });
  });

  describe("followEvents", () => {
    it("yields what happens from now on, and what a reorganization takes back", async () => {
      const { node } = live();
      const client = await live().client("alice");
      await pay();
      const head = await live().provider.getBlockNumber();
      const snapshot = await node.request("evm_snapshot");
      const controller = new AbortController();
      const following = followEvents(client, { pollingInterval: 10, signal: controller.signal });
      const seen: string[] = [];
      let block = 0;
      const read = async () => {
        const { value } = (await following.next()) as IteratorYieldResult<{
          events: ServiceCoinEvent[];
          removed: ServiceCoinEvent[];
          block: number;
        }>;
        seen.push(
          ...value.removed.map((event) => `-${short(event)}`),
          ...value.events.map((event) => `+${short(event)}`),
        );
        ({ block } = value);
      };

      const first = read();
      await pay();
      await first;
      expect([seen, block]).to.deep.equal([[`+ServiceCoin.Transfer ${head + 1}`], head + 1]);

      await node.request("evm_revert", [snapshot]);
      await node.request("evm_mine");
      await node.request("evm_mine");
      while (seen.length === 1) await read();
      expect(seen.slice(1)).to.deep.equal([`-ServiceCoin.Transfer ${head + 1}`]);

      controller.abort();
      expect(await following.next()).to.deep.equal({ done: true, value: undefined });
    });

    it("begins with the block that it is given, and ends with the loop", async () => {
      const client = await live().client("alice");
      await pay();
      const from = await live().provider.getBlockNumber();
      await pay();
      for await (const { events, removed, block, rewoundTo } of followEvents(client, { from, names: ["Transfer"] })) {
        expect(events.map(short)).to.deep.equal([from, from + 1].map((at) => `ServiceCoin.Transfer ${at}`));
        expect([removed, block, rewoundTo]).to.deep.equal([[], from + 1, undefined]);
        break;
      }
    });

    it("needs a node", async () => {
      const client = createClient(live().wallet("alice").connect(null), live().deployment);
      await expectError(followEvents(client).next(), "NoProvider");
    });
  });
});
