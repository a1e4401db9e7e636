import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import {
  AGENT_URI,
  MAX_DEADLINE_DELAY,
  moveWallet,
  servicesFixture,
  WALLET_MEMORY,
  type ServiceSystem,
} from "../../fixtures/services.js";
import { DAY } from "../../fixtures/system.js";
import { MANAGERS, managersFixture, OTHERS, WALLET_KEY } from "./managing.js";

/** Ids of no service, when there is one. */
const UNKNOWN = [1n, MAX_UINT256];

/** Expects until when an account counts as a wallet of service 0. */
async function expectUntil({ registry }: ServiceSystem, account: { address: string }, until: bigint): Promise<void> {
  expect(await registry.walletUntil(0n, account.address)).to.equal(until);
}

/** When what ended in the latest block is forgotten. */
async function memoryEnd(): Promise<bigint> {
  return BigInt(await networkHelpers.time.latest()) + WALLET_MEMORY;
}

describe("ServiceRegistry.walletUntil", () => {
  /** How a wallet stops being one. */
  const ENDS: Record<string, (system: ServiceSystem, owner: HardhatEthersSigner) => Promise<unknown>> = {
    setAgentWallet: (system, owner) => moveWallet(system, owner, system.arbiter),
    unsetAgentWallet: ({ registry }, owner) => registry.connect(owner).unsetAgentWallet(0n),
    "a transfer": ({ registry, stranger }, owner) => registry.connect(owner).transferFrom(owner, stranger, 0n),
    "a transfer to the owner itself": ({ registry }, owner) => registry.connect(owner).transferFrom(owner, owner, 0n),
  };

  describe("given the wallet", () => {
    it("is for ever, and 0 for everybody and every service else", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, provider, stranger, deployer } = system;
      for (let days = 0; days < 3; ++days) {
        await expectUntil(system, provider, MAX_UINT256);
        for (const account of [stranger, deployer, { address: ZeroAddress }]) await expectUntil(system, account, 0n);
        for (const agentId of UNKNOWN) expect(await registry.walletUntil(agentId, provider)).to.equal(0n);
        await networkHelpers.time.increase(100 * DAY);
      }
    });

    it("stays for ever when it is set again", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      await moveWallet(system, system.provider, system.provider);
      await expectUntil(system, system.provider, MAX_UINT256);
      expect(await system.registry.getAgentWallet(0n)).to.equal(system.provider.address);
    });
  });

  for (const [name, end] of Object.entries(ENDS)) {
    describe(`given a wallet that ended by ${name}`, () => {
      it("is 180 days after that, whatever comes later", async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { registry, provider, payer } = system;
        await networkHelpers.time.increase(DAY);
        await end(system, provider);
        const until = await memoryEnd();
        await expectUntil(system, provider, until);
        await networkHelpers.time.increase(DAY);
        const owner = await ethers.getSigner(await registry.ownerOf(0n));
        await registry.connect(owner).unsetAgentWallet(0n);
        await registry.connect(owner).unsetAgentWallet(0n);
        await moveWallet(system, owner, payer);
        await registry.connect(owner).transferFrom(owner, provider, 0n);
        await networkHelpers.time.increase(100 * DAY);
        await expectUntil(system, provider, until);
        await expectUntil(system, { address: ZeroAddress }, 0n);
      });

      it("is for ever again when it returns, and 180 days after its second end", async () => {
        const system = await networkHelpers.loadFixture(servicesFixture);
        const { registry, provider } = system;
        await end(system, provider);
        await networkHelpers.time.increase(7 * DAY);
        const owner = await ethers.getSigner(await registry.ownerOf(0n));
        await moveWallet(system, owner, provider);
        await expectUntil(system, provider, MAX_UINT256);
        await networkHelpers.time.increase(40 * DAY);
        await expectUntil(system, provider, MAX_UINT256);
        await end(system, owner);
        await expectUntil(system, provider, await memoryEnd());
      });
    });
  }

  describe("given several wallets, one after the other", () => {
    it("counts each from its own end", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { provider, payer, arbiter, sponsor } = system;
      const ended: [HardhatEthersSigner, bigint][] = [];
      let current = provider;
      for (const next of [payer, arbiter, sponsor]) {
        await networkHelpers.time.increase(3 * DAY);
        await moveWallet(system, provider, next);
        ended.push([current, await memoryEnd()]);
        current = next;
        await expectUntil(system, next, MAX_UINT256);
        for (const [former, until] of ended) await expectUntil(system, former, until);
      }
    });

    it("does not count what ends for another service", async () => {
      const system = await networkHelpers.loadFixture(servicesFixture);
      const { registry, provider } = system;
      await registry.connect(provider)["register()"]();
      await registry.connect(provider).unsetAgentWallet(1n);
      expect(await registry.walletUntil(1n, provider)).to.equal(await memoryEnd());
      await expectUntil(system, provider, MAX_UINT256);
    });
  });
});

describe("ServiceRegistry.isAuthorizedOrOwner", () => {
  it("is true for managers, each of their own service", async () => {
    const system = await networkHelpers.loadFixture(managersFixture);
    const { registry } = system;
    for (const name of MANAGERS) {
      expect(await registry.isAuthorizedOrOwner(system[name], 0n)).to.equal(true);
      expect(await registry.isAuthorizedOrOwner(system[name], 1n)).to.equal(false);
    }
    for (const name of OTHERS) {
      expect(await registry.isAuthorizedOrOwner(system[name], 0n)).to.equal(false);
      expect(await registry.isAuthorizedOrOwner(system[name], 1n)).to.equal(name.startsWith("rival"));
    }
    expect(await registry.isAuthorizedOrOwner(ZeroAddress, 1n)).to.equal(false);
  });

  it("rejects a service that does not exist", async () => {
    const { registry, provider } = await networkHelpers.loadFixture(servicesFixture);
    for (const agentId of UNKNOWN) {
      await expectRevert(registry.isAuthorizedOrOwner(provider, agentId), registry, "ERC721NonexistentToken", [
        agentId,
      ]);
    }
  });
});

describe("ServiceRegistry.ownerOf and tokenURI", () => {
  it("return the data of a service, and revert if it does not exist", async () => {
    const { registry, provider } = await networkHelpers.loadFixture(servicesFixture);
    expect(await registry.ownerOf(0n)).to.equal(provider.address);
    expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
    for (const agentId of UNKNOWN) {
      for (const asking of [registry.ownerOf(agentId), registry.tokenURI(agentId)]) {
        await expectRevert(asking, registry, "ERC721NonexistentToken", [agentId]);
      }
    }
  });
});

describe("ServiceRegistry.getMetadata and getAgentWallet", () => {
  it("return the wallet of each service, also from the metadata", async () => {
    const { registry, wallet, rival } = await networkHelpers.loadFixture(managersFixture);
    for (const [agentId, account] of [wallet, rival].entries()) {
      expect(await registry.getAgentWallet(agentId)).to.equal(account.address);
      expect(await registry.getMetadata(agentId, WALLET_KEY)).to.equal(account.address.toLowerCase());
    }
  });

  it("are empty for what was never set, and for services that do not exist", async () => {
    const { registry, provider } = await networkHelpers.loadFixture(servicesFixture);
    await registry.connect(provider).setMetadata(0n, "category", "0x01");
    expect(await registry.getMetadata(0n, "unit")).to.equal("0x");
    for (const agentId of UNKNOWN) {
      expect(await registry.getAgentWallet(agentId)).to.equal(ZeroAddress);
      for (const key of [WALLET_KEY, "category", ""]) expect(await registry.getMetadata(agentId, key)).to.equal("0x");
    }
  });
});

describe("ServiceRegistry's descriptions", () => {
  it("name the token, the version and the limits", async () => {
    const { registry } = await networkHelpers.loadFixture(servicesFixture);
    expect(await registry.name()).to.equal("ServiceCoin Services");
    expect(await registry.symbol()).to.equal("SERVICE");
    expect(await registry.getVersion()).to.equal("2.0.0");
    expect(await registry.MAX_DEADLINE_DELAY()).to.equal(MAX_DEADLINE_DELAY);
    expect(await registry.WALLET_MEMORY()).to.equal(WALLET_MEMORY);
  });

  it("name the domain of the wallets' signatures (ERC-5267)", async () => {
    const { registry } = await networkHelpers.loadFixture(servicesFixture);
    const { chainId } = await ethers.provider.getNetwork();
    expect(await registry.eip712Domain()).to.deep.equal([
      "0x0f",
      "ERC8004IdentityRegistry",
      "1",
      chainId,
      registry.target,
      ZeroHash,
      [],
    ]);
  });

  it("name what it supports (ERC-165)", async () => {
    const { registry } = await networkHelpers.loadFixture(servicesFixture);
    for (const [name, interfaceId, supported] of [
      ["ERC-165", "0x01ffc9a7", true],
      ["ERC-721", "0x80ac58cd", true],
      ["ERC-721 metadata", "0x5b5e139f", true],
      ["ERC-4906", "0x49064906", true],
      ["ERC-721 enumerable", "0x780e9d63", false],
      ["ERC-721 receiver", "0x150b7a02", false],
      ["none", "0xffffffff", false],
    ] as const) {
      expect(await registry.supportsInterface(interfaceId), name).to.equal(supported);
    }
  });
});
