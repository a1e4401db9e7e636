import { expect } from "chai";
import { AbiCoder, ZeroAddress } from "ethers";
import type { ReentrantOwner, ServiceRegistry } from "../../../packages/sdk/src/typechain/index.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import { servicesFixture, WALLET_MEMORY } from "../../fixtures/services.js";
import { bytesOf, expectWallet, metadataSet, Owning, walletSet } from "./managing.js";

const URI = "ipfs://contract";
const ENDPOINT = bytesOf("https://contract.example");
const NUMBER = (agentId: bigint) => AbiCoder.defaultAbiCoder().encode(["uint256"], [agentId]);

/** The three functions as calls, with the URI and the endpoint that they set. */
const REGISTRATIONS: { name: string; uri: string; endpoint: string; data: (registry: ServiceRegistry) => string }[] = [
  {
    name: "register()",
    uri: "",
    endpoint: "0x",
    data: (registry) => registry.interface.encodeFunctionData("register()"),
  },
  {
    name: "register(string)",
    uri: URI,
    endpoint: "0x",
    data: (registry) => registry.interface.encodeFunctionData("register(string)", [URI]),
  },
  {
    name: "register(string,MetadataEntry[])",
    uri: URI,
    endpoint: ENDPOINT,
    data: fullRegistration,
  },
];

function fullRegistration(registry: ServiceRegistry): string {
  const entries = [
    { metadataKey: "category", metadataValue: "0x01" },
    { metadataKey: "endpoint", metadataValue: ENDPOINT },
  ];
  return registry.interface.encodeFunctionData("register(string,(string,bytes)[])", [URI, entries]);
}

async function reentrantFixture() {
  const system = await servicesFixture();
  return { ...system, account: await ethers.deployContract("ReentrantOwner") };
}

/** What the registry logs about a full registration before it asks the contract. */
function registeredEvents(account: ReentrantOwner, agentId: bigint): unknown[][] {
  return [
    ["Transfer", ZeroAddress, account.target, agentId],
    ["MetadataUpdate", agentId],
    ["Registered", agentId, URI, account.target],
    walletSet(agentId, account.target as string),
    metadataSet(agentId, "category", "0x01"),
    metadataSet(agentId, "endpoint", ENDPOINT),
  ];
}

/** What the contract hears and finds of a full registration. */
function receivedEvents(account: ReentrantOwner, agentId: bigint): unknown[][] {
  return [
    ["ServiceReceived", account.target, ZeroAddress, agentId, "0x"],
    ["ServiceFound", agentId + 1n, account.target, account.target, MAX_UINT256, URI, ENDPOINT],
  ];
}

describe("ServiceRegistry.register by a contract", () => {
  for (const { name, uri, endpoint, data } of REGISTRATIONS) {
    describe(`given ${name}`, () => {
      it("calls the contract last, when all state is written", async () => {
        const { registry, account } = await networkHelpers.loadFixture(reentrantFixture);
        expect(await account.act.staticCall(registry, data(registry))).to.equal(NUMBER(1n));
        const events = await eventsOf(await account.act(registry, data(registry)), registry, account);
        expect(events.slice(-2)).to.deep.equal([
          ["ServiceReceived", account.target, ZeroAddress, 1n, "0x"],
          ["ServiceFound", 2n, account.target, account.target, MAX_UINT256, uri, endpoint],
        ]);
        expect(await registry.ownerOf(1n)).to.equal(account.target);
      });

      it("rejects a contract without a token receiver", async () => {
        const { registry, stranger } = await networkHelpers.loadFixture(reentrantFixture);
        const wallet = await ethers.deployContract("SmartWallet", [stranger]);
        await expectRevert(wallet.execute([registry], [data(registry)]), registry, "ERC721InvalidReceiver", [wallet]);
        expect(await registry.agentCount()).to.equal(1n);
      });

      for (const mode of ["WrongSelector", "Silent"] as const) {
        it(`rejects a contract that returns ${mode}`, async () => {
          const { registry, account } = await networkHelpers.loadFixture(reentrantFixture);
          await account.setMode(Owning[mode]);
          await expectRevert(account.act(registry, data(registry)), registry, "ERC721InvalidReceiver", [account]);
          expect(await registry.agentCount()).to.equal(1n);
        });
      }

      it("passes on why a contract refuses", async () => {
        const { registry, account } = await networkHelpers.loadFixture(reentrantFixture);
        await account.setMode(Owning.Reverting);
        await expectRevert(account.act(registry, data(registry)), account, "ServiceRefused", [1n]);
        expect(await registry.agentCount()).to.equal(1n);
      });
    });
  }

  describe("given a contract that calls back", () => {
    it("gives every nested registration its own number", async () => {
      const system = await networkHelpers.loadFixture(reentrantFixture);
      const { registry, account } = system;
      await account.aim(fullRegistration(registry));
      await account.aim(fullRegistration(registry));
      expect(await account.act.staticCall(registry, fullRegistration(registry))).to.equal(NUMBER(1n));
      const transaction = await account.act(registry, fullRegistration(registry));
      expect(await eventsOf(transaction, registry, account)).to.deep.equal([
        ...[1n, 2n, 3n].flatMap((agentId) => [
          ...registeredEvents(account, agentId),
          ...receivedEvents(account, agentId),
        ]),
        ["ServiceCalledBack", true, NUMBER(3n)],
        ["ServiceCalledBack", true, NUMBER(2n)],
      ]);
      expect(await registry.agentCount()).to.equal(4n);
      expect(await registry.balanceOf(account)).to.equal(3n);
      for (const agentId of [1n, 2n, 3n]) {
        expect(await registry.ownerOf(agentId)).to.equal(account.target);
        await expectWallet(system, agentId, account.target as string);
      }
    });

    it("lets it pass the service on, without its wallet", async () => {
      const system = await networkHelpers.loadFixture(reentrantFixture);
      const { registry, account, stranger } = system;
      const passing = [account.target as string, stranger.address, 1n] satisfies [string, string, bigint];
      await account.aim(registry.interface.encodeFunctionData("transferFrom", passing));
      const transaction = await account.act(registry, fullRegistration(registry));
      expect(await eventsOf(transaction, registry, account)).to.deep.equal([
        ...registeredEvents(account, 1n),
        ...receivedEvents(account, 1n),
        walletSet(1n, ZeroAddress),
        ["Transfer", account.target, stranger.address, 1n],
        ["ServiceCalledBack", true, "0x"],
      ]);
      expect(await registry.ownerOf(1n)).to.equal(stranger.address);
      await expectWallet(system, 1n, ZeroAddress);
      const now = BigInt(await networkHelpers.time.latest());
      expect(await registry.walletUntil(1n, account)).to.equal(now + WALLET_MEMORY);
      expect(await registry.tokenURI(1n)).to.equal(URI);
      expect(await registry.getMetadata(1n, "endpoint")).to.equal(ENDPOINT);
    });

    it("lets it change the value that was just set", async () => {
      const { registry, account } = await networkHelpers.loadFixture(reentrantFixture);
      await account.aim(registry.interface.encodeFunctionData("setMetadata", [1n, "endpoint", "0x77"]));
      const transaction = await account.act(registry, fullRegistration(registry));
      expect(await eventsOf(transaction, registry, account)).to.deep.equal([
        ...registeredEvents(account, 1n),
        ...receivedEvents(account, 1n),
        metadataSet(1n, "endpoint", "0x77"),
        ["ServiceCalledBack", true, "0x"],
      ]);
      expect(await registry.getMetadata(1n, "endpoint")).to.equal("0x77");
      expect(await registry.getMetadata(1n, "category")).to.equal("0x01");
    });

    it("lets it go without a wallet", async () => {
      const system = await networkHelpers.loadFixture(reentrantFixture);
      const { registry, account } = system;
      await account.aim(registry.interface.encodeFunctionData("unsetAgentWallet", [1n]));
      await account.act(registry, fullRegistration(registry));
      await expectWallet(system, 1n, ZeroAddress);
    });

    it("does not let it touch the services of others", async () => {
      const { registry, account } = await networkHelpers.loadFixture(reentrantFixture);
      await account.aim(registry.interface.encodeFunctionData("setMetadata", [0n, "endpoint", "0x77"]));
      const refusal = registry.interface.encodeErrorResult("RegistryUnauthorized", [0n, account.target as string]);
      await expect(account.act(registry, fullRegistration(registry)))
        .to.emit(account, "ServiceCalledBack")
        .withArgs(false, refusal);
      expect(await registry.getMetadata(0n, "endpoint")).to.equal("0x");
    });
  });
});
