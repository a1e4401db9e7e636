import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { AGENT_URI, moveWallet } from "../../fixtures/services.js";
import { expectWallet, managersFixture, shouldBeForManagers, walletSet } from "./managing.js";

describe("ServiceRegistry.unsetAgentWallet", () => {
  describe("given any caller", () => {
    shouldBeForManagers({
      act: ({ registry }, caller, agentId) => registry.connect(caller).unsetAgentWallet(agentId),
      read: ({ registry }) => registry.getAgentWallet(0n),
      after: () => ZeroAddress,
    });
  });

  describe("given a wallet", () => {
    it("removes it, logs it, and changes nothing else", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, provider, approved, rival } = system;
      await registry.connect(provider).setMetadata(0n, "endpoint", "0x01");
      const transaction = await registry.connect(provider).unsetAgentWallet(0n);
      expect(await eventsOf(transaction, registry)).to.deep.equal([walletSet(0n, ZeroAddress)]);
      await expectWallet(system, 0n, ZeroAddress);
      await expectWallet(system, 1n, rival.address);
      expect(await registry.ownerOf(0n)).to.equal(provider.address);
      expect(await registry.getApproved(0n)).to.equal(approved.address);
      expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
      expect(await registry.getMetadata(0n, "endpoint")).to.equal("0x01");
    });

    it("lets a wallet be set again", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, provider, wallet, stranger } = system;
      await registry.connect(provider).unsetAgentWallet(0n);
      await moveWallet(system, provider, stranger);
      await expectWallet(system, 0n, stranger.address);
      await registry.connect(provider).unsetAgentWallet(0n);
      await moveWallet(system, provider, wallet);
      await expectWallet(system, 0n, wallet.address);
    });
  });

  describe("given no wallet", () => {
    it("reports it again", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, provider } = system;
      await registry.connect(provider).unsetAgentWallet(0n);
      const transaction = await registry.connect(provider).unsetAgentWallet(0n);
      expect(await eventsOf(transaction, registry)).to.deep.equal([walletSet(0n, ZeroAddress)]);
      await expectWallet(system, 0n, ZeroAddress);
    });
  });
});
