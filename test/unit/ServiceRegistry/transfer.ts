import { expect } from "chai";
import { ZeroAddress, type ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import { AGENT_URI, moveWallet, servicesFixture, WALLET_MEMORY } from "../../fixtures/services.js";
import {
  bytesOf,
  expectWallet,
  LONG_TEXT,
  MANAGERS,
  managersFixture,
  Owning,
  walletSet,
  type ManagedSystem,
} from "./managing.js";

const SAFE = "safeTransferFrom(address,address,uint256)";
const SAFE_WITH_DATA = "safeTransferFrom(address,address,uint256,bytes)";

/** A transfer of a service from the provider to another. */
type Send = (
  system: Pick<ManagedSystem, "registry" | "provider">,
  to: string,
  agentId?: bigint,
  caller?: HardhatEthersSigner,
) => Promise<ContractTransactionResponse>;

const SENDS = {
  transferFrom: ({ registry, provider }, to, agentId = 0n, caller = provider) =>
    registry.connect(caller).transferFrom(provider, to, agentId),
  [SAFE]: ({ registry, provider }, to, agentId = 0n, caller = provider) =>
    registry.connect(caller)[SAFE](provider, to, agentId),
  [SAFE_WITH_DATA]: ({ registry, provider }, to, agentId = 0n, caller = provider) =>
    registry.connect(caller)[SAFE_WITH_DATA](provider, to, agentId, "0x1234"),
} satisfies Record<string, Send>;

describe("ServiceRegistry.transfer", () => {
  for (const [name, send] of Object.entries(SENDS)) {
    describe(`given ${name}`, () => {
      it("gives the service away without its wallet, in this order", async () => {
        const system = await networkHelpers.loadFixture(managersFixture);
        const { registry, provider, wallet, rival, stranger } = system;
        const transaction = await send(system, stranger.address);
        expect(await eventsOf(transaction, registry)).to.deep.equal([
          walletSet(0n, ZeroAddress),
          ["Transfer", provider.address, stranger.address, 0n],
        ]);
        expect(await registry.ownerOf(0n)).to.equal(stranger.address);
        expect(await registry.balanceOf(provider)).to.equal(0n);
        expect(await registry.balanceOf(stranger)).to.equal(1n);
        await expectWallet(system, 0n, ZeroAddress);
        await expectWallet(system, 1n, rival.address);
        const now = BigInt(await networkHelpers.time.latest());
        expect(await registry.walletUntil(0n, wallet)).to.equal(now + WALLET_MEMORY);
        expect(await registry.agentCount()).to.equal(2n);
      });

      it("keeps URI and metadata, however long", async () => {
        const system = await networkHelpers.loadFixture(managersFixture);
        const { registry, provider, stranger } = system;
        await registry.connect(provider).setMetadata(0n, "endpoint", "0x01");
        await registry.connect(provider).setMetadata(0n, "long", bytesOf(LONG_TEXT));
        await send(system, stranger.address);
        expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
        expect(await registry.getMetadata(0n, "endpoint")).to.equal("0x01");
        expect(await registry.getMetadata(0n, "long")).to.equal(bytesOf(LONG_TEXT));
      });

      it("leaves nobody but the new owner to manage it", async () => {
        const system = await networkHelpers.loadFixture(managersFixture);
        const { registry, stranger } = system;
        await send(system, stranger.address);
        expect(await registry.getApproved(0n)).to.equal(ZeroAddress);
        for (const manager of MANAGERS) {
          const former = system[manager];
          expect(await registry.isAuthorizedOrOwner(former, 0n)).to.equal(false);
          await expectRevert(
            registry.connect(former).setMetadata(0n, "category", "0x01"),
            registry,
            "RegistryUnauthorized",
            [0n, former.address],
          );
          await expectRevert(
            registry.connect(former).transferFrom(stranger, former, 0n),
            registry,
            "ERC721InsufficientApproval",
            [former.address, 0n],
          );
        }
        await registry.connect(stranger).setMetadata(0n, "category", "0x01");
        expect(await registry.getMetadata(0n, "category")).to.equal("0x01");
      });

      for (const manager of MANAGERS) {
        it(`obeys the ${manager}`, async () => {
          const system = await networkHelpers.loadFixture(managersFixture);
          await send(system, system.stranger.address, 0n, system[manager]);
          expect(await system.registry.ownerOf(0n)).to.equal(system.stranger.address);
        });
      }

      it("rejects everybody else, the wallet included", async () => {
        const system = await networkHelpers.loadFixture(managersFixture);
        const { registry, stranger, wallet, rival, formerApproved, formerOperator } = system;
        for (const caller of [stranger, wallet, rival, formerApproved, formerOperator]) {
          await expectRevert(send(system, caller.address, 0n, caller), registry, "ERC721InsufficientApproval", [
            caller.address,
            0n,
          ]);
        }
      });

      it("rejects a service of another owner, none at all, and nobody as the new owner", async () => {
        const system = await networkHelpers.loadFixture(managersFixture);
        const { registry, provider, stranger, rival } = system;
        await expectRevert(send(system, stranger.address, 1n, rival), registry, "ERC721IncorrectOwner", [
          provider.address,
          1n,
          rival.address,
        ]);
        await expectRevert(send(system, stranger.address, 2n), registry, "ERC721NonexistentToken", [2n]);
        await expectRevert(send(system, ZeroAddress), registry, "ERC721InvalidReceiver", [ZeroAddress]);
      });

      it("clears the wallet even when owner and new owner are one", async () => {
        const system = await networkHelpers.loadFixture(managersFixture);
        const { registry, provider, wallet } = system;
        const transaction = await send(system, provider.address);
        expect(await eventsOf(transaction, registry)).to.deep.equal([
          walletSet(0n, ZeroAddress),
          ["Transfer", provider.address, provider.address, 0n],
        ]);
        await expectWallet(system, 0n, ZeroAddress);
        const now = BigInt(await networkHelpers.time.latest());
        expect(await registry.walletUntil(0n, wallet)).to.equal(now + WALLET_MEMORY);
        expect(await registry.getApproved(0n)).to.equal(ZeroAddress);
      });
    });
  }

  describe("given a service without a wallet", () => {
    it("still reports that it has none", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, provider, stranger } = system;
      await registry.connect(provider).unsetAgentWallet(0n);
      const transaction = await registry.connect(provider).transferFrom(provider, stranger, 0n);
      expect(await eventsOf(transaction, registry)).to.deep.equal([
        walletSet(0n, ZeroAddress),
        ["Transfer", provider.address, stranger.address, 0n],
      ]);
      expect(await registry.walletUntil(0n, ZeroAddress)).to.equal(0n);
    });
  });

  describe("given a service that comes back", () => {
    it("brings back neither wallet nor approval, but the owner's operators", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const { registry, provider, stranger, approved, operator } = system;
      await registry.connect(provider).transferFrom(provider, stranger, 0n);
      await moveWallet(system, stranger, stranger);
      await registry.connect(stranger).transferFrom(stranger, provider, 0n);
      await expectWallet(system, 0n, ZeroAddress);
      expect(await registry.isAuthorizedOrOwner(approved, 0n)).to.equal(false);
      expect(await registry.isAuthorizedOrOwner(stranger, 0n)).to.equal(false);
      expect(await registry.isAuthorizedOrOwner(operator, 0n)).to.equal(true);
      expect(await registry.isAuthorizedOrOwner(provider, 0n)).to.equal(true);
    });
  });

  describe("given a new owner with operators", () => {
    it("gives them power that they did not have before", async () => {
      const { registry, provider, rival, rivalOperator } = await networkHelpers.loadFixture(managersFixture);
      expect(await registry.isAuthorizedOrOwner(rivalOperator, 0n)).to.equal(false);
      await registry.connect(provider).transferFrom(provider, rival, 0n);
      await registry.connect(rivalOperator).setAgentURI(0n, "ipfs://rival");
      expect(await registry.tokenURI(0n)).to.equal("ipfs://rival");
    });
  });

  describe("given a contract as new owner", () => {
    async function contractFixture() {
      const system = await servicesFixture();
      const account = await ethers.deployContract("ReentrantOwner");
      return { ...system, account, to: account.target as string };
    }

    for (const [name, data] of [
      [SAFE, "0x"],
      [SAFE_WITH_DATA, "0x1234"],
    ] as const) {
      it(`calls it after the old wallet is removed (${name})`, async () => {
        const { account, to, ...system } = await networkHelpers.loadFixture(contractFixture);
        const { registry, provider } = system;
        const transaction = await SENDS[name](system, to);
        expect(await eventsOf(transaction, registry, account)).to.deep.equal([
          walletSet(0n, ZeroAddress),
          ["Transfer", provider.address, to, 0n],
          ["ServiceReceived", provider.address, provider.address, 0n, data],
          ["ServiceFound", 1n, to, ZeroAddress, 0n, AGENT_URI, "0x"],
        ]);
      });

      it(`keeps the service where it is if that refuses (${name})`, async () => {
        const { account, to, ...system } = await networkHelpers.loadFixture(contractFixture);
        const { registry, provider } = system;
        await account.setMode(Owning.WrongSelector);
        await expectRevert(SENDS[name](system, to), registry, "ERC721InvalidReceiver", [to]);
        await account.setMode(Owning.Reverting);
        await expectRevert(SENDS[name](system, to), account, "ServiceRefused", [0n]);
        expect(await registry.ownerOf(0n)).to.equal(provider.address);
        await expectWallet(system, 0n, provider.address);
      });
    }

    it("does not ask it in transferFrom", async () => {
      const { account, to, ...system } = await networkHelpers.loadFixture(contractFixture);
      await account.setMode(Owning.Reverting);
      await SENDS["transferFrom"](system, to);
      expect(await system.registry.ownerOf(0n)).to.equal(to);
    });

    it("lets it transfer the service in the callback", async () => {
      const { account, to, ...system } = await networkHelpers.loadFixture(contractFixture);
      const { registry, provider, stranger } = system;
      await account.aim(registry.interface.encodeFunctionData("transferFrom", [to, stranger.address, 0n]));
      const events = await eventsOf(await SENDS[SAFE](system, to), registry, account);
      expect(events.slice(4)).to.deep.equal([
        walletSet(0n, ZeroAddress),
        ["Transfer", to, stranger.address, 0n],
        ["ServiceCalledBack", true, "0x"],
      ]);
      expect(await registry.ownerOf(0n)).to.equal(stranger.address);
      const now = BigInt(await networkHelpers.time.latest());
      expect(await registry.walletUntil(0n, provider)).to.equal(now + WALLET_MEMORY);
      expect(await registry.walletUntil(0n, account)).to.equal(0n);
    });
  });
});

describe("ServiceRegistry.approve", () => {
  it("names the approved account, and leaves the wallet alone", async () => {
    const system = await networkHelpers.loadFixture(managersFixture);
    const { registry, provider, operator, stranger, wallet } = system;
    for (const caller of [provider, operator]) {
      const transaction = await registry.connect(caller).approve(stranger, 0n);
      expect(await eventsOf(transaction, registry)).to.deep.equal([
        ["Approval", provider.address, stranger.address, 0n],
      ]);
      expect(await registry.isAuthorizedOrOwner(stranger, 0n)).to.equal(true);
      expect(await registry.isAuthorizedOrOwner(stranger, 1n)).to.equal(false);
      await registry.connect(caller).approve(ZeroAddress, 0n);
      expect(await registry.isAuthorizedOrOwner(stranger, 0n)).to.equal(false);
      expect(await registry.isAuthorizedOrOwner(ZeroAddress, 0n)).to.equal(false);
    }
    await expectWallet(system, 0n, wallet.address);
  });

  it("rejects the approved account and strangers", async () => {
    const { registry, approved, stranger, wallet, rival } = await networkHelpers.loadFixture(managersFixture);
    for (const caller of [approved, stranger, wallet, rival]) {
      await expectRevert(registry.connect(caller).approve(caller, 0n), registry, "ERC721InvalidApprover", [
        caller.address,
      ]);
    }
    await expectRevert(registry.connect(stranger).approve(stranger, MAX_UINT256), registry, "ERC721NonexistentToken", [
      MAX_UINT256,
    ]);
  });
});

describe("ServiceRegistry.setApprovalForAll", () => {
  it("counts for what the owner has and will have, until it is taken back", async () => {
    const system = await networkHelpers.loadFixture(managersFixture);
    const { registry, provider, stranger, wallet } = system;
    const transaction = await registry.connect(provider).setApprovalForAll(stranger, true);
    expect(await eventsOf(transaction, registry)).to.deep.equal([
      ["ApprovalForAll", provider.address, stranger.address, true],
    ]);
    await registry.connect(provider)["register()"]();
    for (const agentId of [0n, 2n]) expect(await registry.isAuthorizedOrOwner(stranger, agentId)).to.equal(true);
    expect(await registry.isAuthorizedOrOwner(stranger, 1n)).to.equal(false);
    await registry.connect(provider).setApprovalForAll(stranger, false);
    for (const agentId of [0n, 2n]) expect(await registry.isAuthorizedOrOwner(stranger, agentId)).to.equal(false);
    await expectWallet(system, 0n, wallet.address);
  });
});
