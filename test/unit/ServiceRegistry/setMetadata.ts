import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { AGENT_URI, servicesFixture } from "../../fixtures/services.js";
import {
  bytesOf,
  expectWallet,
  FREE_KEYS,
  LONG_TEXT,
  MANAGERS,
  managersFixture,
  metadataSet,
  OTHERS,
  shouldBeForManagers,
  WALLET_KEY,
} from "./managing.js";

describe("ServiceRegistry.setMetadata", () => {
  describe("given any caller", () => {
    shouldBeForManagers({
      act: ({ registry }, caller, agentId) => registry.connect(caller).setMetadata(agentId, "category", "0x1234"),
      read: ({ registry }) => registry.getMetadata(0n, "category"),
      after: () => "0x1234",
    });

    it("logs the service, the key and the value", async () => {
      const { registry, rivalOperator } = await networkHelpers.loadFixture(managersFixture);
      const transaction = await registry.connect(rivalOperator).setMetadata(1n, "category", "0x1234");
      expect(await eventsOf(transaction, registry)).to.deep.equal([metadataSet(1n, "category", "0x1234")]);
    });
  });

  describe("given values under several keys of several services", () => {
    it("changes one, and no other", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, provider, rival, wallet } = system;
      const owners = [provider, rival];
      const keys = ["a", "b", "ab", ""];
      const expected = new Map<string, string>();
      const places = owners.flatMap((_, agentId) => keys.map((key) => [agentId, key] as const));
      for (const [index, [agentId, key]] of [...places, ...places].entries()) {
        const value = bytesOf(`value ${index}`);
        await registry.connect(owners[agentId]).setMetadata(agentId, key, value);
        expected.set(`${agentId} ${key}`, value);
        for (const [id, other] of places) {
          expect(await registry.getMetadata(id, other)).to.equal(expected.get(`${id} ${other}`) ?? "0x");
        }
      }
      expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
      await expectWallet(system, 0n, wallet.address);
    });
  });

  describe("given an empty, a short and a long value", () => {
    it("keeps each as it is, and nothing of the one before", async () => {
      const { registry, provider } = await networkHelpers.loadFixture(servicesFixture);
      const values = [bytesOf(LONG_TEXT), "0x", `0x${"ff".repeat(31)}`, `0x${"ff".repeat(32)}`, "0x00", "0x"];
      for (const value of values) {
        const transaction = await registry.connect(provider).setMetadata(0n, "endpoint", value);
        expect(await eventsOf(transaction, registry)).to.deep.equal([metadataSet(0n, "endpoint", value)]);
        expect(await registry.getMetadata(0n, "endpoint")).to.equal(value);
      }
    });

    it("finds it under a key of 20 kB, and under no other", async () => {
      const { registry, provider } = await networkHelpers.loadFixture(servicesFixture);
      await registry.connect(provider).setMetadata(0n, LONG_TEXT, "0x11");
      expect(await registry.getMetadata(0n, LONG_TEXT)).to.equal("0x11");
      expect(await registry.getMetadata(0n, LONG_TEXT.slice(0, -1))).to.equal("0x");
    });
  });

  describe("given the wallet's key", () => {
    it("rejects it, even to managers and with the wallet as its value", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, wallet } = system;
      for (const name of MANAGERS) {
        for (const value of [wallet.address, system[name].address, "0x"]) {
          await expectRevert(
            registry.connect(system[name]).setMetadata(0n, WALLET_KEY, value),
            registry,
            "RegistryReservedKey",
            [WALLET_KEY],
          );
        }
      }
      await expectWallet(system, 0n, wallet.address);
    });

    it("rejects others because of who they are", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      for (const name of OTHERS) {
        await expectRevert(
          system.registry.connect(system[name]).setMetadata(0n, WALLET_KEY, "0x"),
          system.registry,
          "RegistryUnauthorized",
          [0n, system[name].address],
        );
      }
    });

    it("takes keys that only look like it", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, provider, stranger } = system;
      for (const key of FREE_KEYS) {
        await registry.connect(provider).setMetadata(0n, key, stranger.address);
        expect(await registry.getMetadata(0n, key)).to.equal(stranger.address.toLowerCase());
      }
      await expectWallet(system, 0n, provider.address);
    });
  });
});
