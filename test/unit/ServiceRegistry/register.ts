import { expect } from "chai";
import { AbiCoder, parseEther, ZeroAddress, type ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { serviceMetadata, type MetadataEntry } from "../../../packages/sdk/src/services/metadata.js";
import type { ServiceRegistry } from "../../../packages/sdk/src/typechain/index.js";
import { accountsOf } from "../../fixtures/accounts.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { AGENT_URI, servicesFixture } from "../../fixtures/services.js";
import { bytesOf, expectWallet, FREE_KEYS, LONG_TEXT, metadataSet, WALLET_KEY, walletSet } from "./managing.js";

const FULL = "register(string,(string,bytes)[])";

const ENTRIES: MetadataEntry[] = [
  { metadataKey: "endpoint", metadataValue: bytesOf("https://provider.example") },
  { metadataKey: "category", metadataValue: bytesOf("weather") },
];

/** The three functions, with what they are told. */
const OVERLOADS: {
  name: string;
  uri: string;
  entries: MetadataEntry[];
  of: (registry: ServiceRegistry) => Promise<ContractTransactionResponse>;
  numberOf: (registry: ServiceRegistry) => Promise<bigint>;
}[] = [
  {
    name: "register()",
    uri: "",
    entries: [],
    of: (registry) => registry["register()"](),
    numberOf: (registry) => registry["register()"].staticCall(),
  },
  {
    name: "register(string)",
    uri: AGENT_URI,
    entries: [],
    of: (registry) => registry["register(string)"](AGENT_URI),
    numberOf: (registry) => registry["register(string)"].staticCall(AGENT_URI),
  },
  {
    name: "register(string,MetadataEntry[])",
    uri: "ipfs://registration",
    entries: ENTRIES,
    of: (registry) => registry[FULL]("ipfs://registration", ENTRIES),
    numberOf: (registry) => registry[FULL].staticCall("ipfs://registration", ENTRIES),
  },
];

async function emptyFixture() {
  const [, alice, bob] = await accountsOf(ethers);
  return { registry: await ethers.deployContract("ServiceRegistry"), alice, bob };
}

function registered(registry: ServiceRegistry, caller: HardhatEthersSigner, uri: string, entries: MetadataEntry[]) {
  return registry.connect(caller)[FULL](uri, entries);
}

// What happens while a contract is handed its service is in registerReentrancy.
describe("ServiceRegistry.register", () => {
  describe("given a new registry", () => {
    it("numbers services from 0, no matter who registers them and by which function", async () => {
      const { registry, alice, bob } = await networkHelpers.loadFixture(emptyFixture);
      expect(await registry.agentCount()).to.equal(0n);
      let agentId = 0n;
      for (const { of, numberOf } of [...OVERLOADS, ...OVERLOADS]) {
        const caller = agentId % 2n === 0n ? alice : bob;
        expect(await numberOf(registry.connect(caller))).to.equal(agentId);
        await of(registry.connect(caller));
        expect(await registry.ownerOf(agentId)).to.equal(caller.address);
        agentId += 1n;
        expect(await registry.agentCount()).to.equal(agentId);
      }
      expect(await registry.balanceOf(alice)).to.equal(3n);
      expect(await registry.balanceOf(bob)).to.equal(3n);
    });
  });

  for (const { name, uri, entries, of } of OVERLOADS) {
    describe(`given ${name}`, () => {
      it("makes the caller owner and wallet, and stores its arguments", async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { registry, stranger, provider } = system;
        await of(registry.connect(stranger));
        expect(await registry.ownerOf(1n)).to.equal(stranger.address);
        expect(await registry.getApproved(1n)).to.equal(ZeroAddress);
        expect(await registry.tokenURI(1n)).to.equal(uri);
        await expectWallet(system, 1n, stranger.address);
        for (const { metadataKey, metadataValue } of ENTRIES) {
          const kept = entries.length === 0 ? "0x" : metadataValue;
          expect(await registry.getMetadata(1n, metadataKey)).to.equal(kept);
          expect(await registry.getMetadata(0n, metadataKey)).to.equal("0x");
        }
        expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
        expect(await registry.walletUntil(0n, stranger)).to.equal(0n);
        await expectWallet(system, 0n, provider.address);
      });

      it("logs everything, in this order", async () => {
        const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
        const transaction = await of(registry.connect(stranger));
        expect(await eventsOf(transaction, registry)).to.deep.equal([
          ["Transfer", ZeroAddress, stranger.address, 1n],
          ...(uri === "" ? [] : [["MetadataUpdate", 1n]]),
          ["Registered", 1n, uri, stranger.address],
          walletSet(1n, stranger.address),
          ...entries.map(({ metadataKey, metadataValue }) => metadataSet(1n, metadataKey, metadataValue)),
        ]);
      });
    });
  }

  describe("given an owner that has a service", () => {
    it("gives it another service with its own wallet, metadata and number", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, provider } = system;
      await registry.connect(provider).unsetAgentWallet(0n);
      await registered(registry, provider, AGENT_URI, ENTRIES);
      expect(await registry.balanceOf(provider)).to.equal(2n);
      await expectWallet(system, 0n, ZeroAddress);
      await expectWallet(system, 1n, provider.address);
    });
  });

  describe("given metadata", () => {
    it("keeps the terms of a service as the SDK writes them", async () => {
      const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
      const price = parseEther("0.25");
      const terms = { category: "weather", price, unit: "request", endpoint: "https://provider.example/ü" };
      await registered(registry, stranger, AGENT_URI, serviceMetadata(terms));
      for (const key of ["category", "unit", "endpoint"] as const) {
        expect(await registry.getMetadata(1n, key)).to.equal(bytesOf(terms[key]));
      }
      const [read] = AbiCoder.defaultAbiCoder().decode(["uint256"], await registry.getMetadata(1n, "price"));
      expect(read).to.equal(price);
    });

    it("keeps the last of two values for a key, and logs both", async () => {
      const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
      const twice = ["0x01", "0x02"].map((metadataValue) => ({ metadataKey: "price", metadataValue }));
      const events = await eventsOf(await registered(registry, stranger, "", twice), registry);
      expect(events.slice(-2)).to.deep.equal([metadataSet(1n, "price", "0x01"), metadataSet(1n, "price", "0x02")]);
      expect(await registry.getMetadata(1n, "price")).to.equal("0x02");
    });

    it("takes an empty value, and any key but the reserved one", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, stranger } = system;
      const entries = FREE_KEYS.map((metadataKey, index) => ({ metadataKey, metadataValue: `0x0${index}` }));
      const transaction = await registered(registry, stranger, "", [
        ...entries,
        { metadataKey: "none", metadataValue: "0x" },
      ]);
      await expect(transaction).to.emit(registry, "MetadataSet").withArgs(1n, "none", "none", "0x");
      for (const { metadataKey, metadataValue } of entries) {
        expect(await registry.getMetadata(1n, metadataKey)).to.equal(metadataValue);
      }
      await expectWallet(system, 1n, stranger.address);
    });

    for (const [place, index] of [
      ["first", 0],
      ["in the middle", 1],
      ["last", 2],
    ] as const) {
      it(`rejects the wallet's key ${place}, even with the caller as its value`, async () => {
        const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
        const entries = ENTRIES.toSpliced(index, 0, { metadataKey: WALLET_KEY, metadataValue: stranger.address });
        await expectRevert(registered(registry, stranger, AGENT_URI, entries), registry, "RegistryReservedKey", [
          WALLET_KEY,
        ]);
        expect(await registry.agentCount()).to.equal(1n);
        expect(await registry.balanceOf(stranger)).to.equal(0n);
      });
    }
  });

  describe("given 20 kB", () => {
    it("keeps them as URI", async () => {
      const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
      const registering = registry.connect(stranger)["register(string)"](LONG_TEXT);
      await expect(registering).to.emit(registry, "Registered").withArgs(1n, LONG_TEXT, stranger.address);
      expect(await registry.tokenURI(1n)).to.equal(LONG_TEXT);
      expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
    });

    it("keeps them as value, and finds them under a key as long", async () => {
      const { registry, stranger } = await networkHelpers.loadFixture(servicesFixture);
      const value = bytesOf(LONG_TEXT);
      await registered(registry, stranger, "", [
        { metadataKey: "long", metadataValue: value },
        { metadataKey: LONG_TEXT, metadataValue: "0x11" },
        { metadataKey: `${LONG_TEXT}0`, metadataValue: "0x22" },
      ]);
      expect(await registry.getMetadata(1n, "long")).to.equal(value);
      expect(await registry.getMetadata(1n, LONG_TEXT)).to.equal("0x11");
      expect(await registry.getMetadata(1n, `${LONG_TEXT}0`)).to.equal("0x22");
      expect(await registry.getMetadata(1n, LONG_TEXT.slice(1))).to.equal("0x");
    });
  });
});
