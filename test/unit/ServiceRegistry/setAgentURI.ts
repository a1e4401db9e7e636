import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { AGENT_URI, servicesFixture } from "../../fixtures/services.js";
import { expectWallet, LONG_TEXT, MANAGERS, managersFixture, shouldBeForManagers } from "./managing.js";

const NEW_URI = "ipfs://moved";

describe("ServiceRegistry.setAgentURI", () => {
  describe("given any caller", () => {
    shouldBeForManagers({
      act: ({ registry }, caller, agentId) => registry.connect(caller).setAgentURI(agentId, NEW_URI),
      read: ({ registry }) => registry.tokenURI(0n),
      after: () => NEW_URI,
    });

    for (const name of MANAGERS) {
      it(`names the ${name} as who updated it`, async () => {
        const { registry, [name]: caller } = await networkHelpers.loadFixture(managersFixture);
        const transaction = await registry.connect(caller).setAgentURI(0n, NEW_URI);
        expect(await eventsOf(transaction, registry)).to.deep.equal([
          ["MetadataUpdate", 0n],
          ["URIUpdated", 0n, NEW_URI, caller.address],
        ]);
      });
    }
  });

  describe("given two services", () => {
    it("changes the URI of one, and nothing else", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, provider, rival, wallet } = system;
      await registry.connect(provider).setMetadata(0n, "endpoint", "0x01");
      await registry.connect(rival).setAgentURI(1n, NEW_URI);
      expect(await registry.tokenURI(1n)).to.equal(NEW_URI);
      expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
      await registry.connect(provider).setAgentURI(0n, "ipfs://other");
      expect(await registry.tokenURI(0n)).to.equal("ipfs://other");
      expect(await registry.tokenURI(1n)).to.equal(NEW_URI);
      expect(await registry.getMetadata(0n, "endpoint")).to.equal("0x01");
      await expectWallet(system, 0n, wallet.address);
    });
  });

  describe("given an empty, a short and a long URI", () => {
    it("keeps each as it is, and nothing of the one before", async () => {
      const { registry, provider } = await networkHelpers.loadFixture(servicesFixture);
      for (const uri of [LONG_TEXT, "", "a".repeat(31), "a".repeat(32), "", "data:,ü"]) {
        const transaction = await registry.connect(provider).setAgentURI(0n, uri);
        expect(await eventsOf(transaction, registry)).to.deep.equal([
          ["MetadataUpdate", 0n],
          ["URIUpdated", 0n, uri, provider.address],
        ]);
        expect(await registry.tokenURI(0n)).to.equal(uri);
      }
    });

    it("gives one to a service that was registered without", async () => {
      const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
      await registry.connect(stranger)["register()"]();
      await registry.connect(stranger).setAgentURI(1n, NEW_URI);
      expect(await registry.tokenURI(1n)).to.equal(NEW_URI);
    });
  });
});
