import { expect } from "chai";
import { concat, dataSlice, getAddress, Signature, toBeHex, Wallet, ZeroAddress, type Signer } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { agentWalletData, type AgentWallet } from "../../../packages/sdk/src/services/metadata.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { Answering } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import { AGENT_URI, MAX_DEADLINE_DELAY, soon } from "../../fixtures/services.js";
import { domainOf, mirrored, sign, withParity } from "../../fixtures/signatures.js";
import {
  expectWallet,
  MANAGERS,
  managersFixture,
  shouldBeForManagers,
  walletSet,
  type ManagedSystem,
} from "./managing.js";

/** The account that shall be the next wallet. */
function candidateOf({ others }: ManagedSystem): HardhatEthersSigner {
  return others[8];
}

/** What the candidate signs, unless told otherwise. */
async function consentOf(system: ManagedSystem, terms: Partial<AgentWallet> = {}): Promise<AgentWallet> {
  const [newWallet, owner] = [candidateOf(system).address, system.provider.address];
  return { agentId: 0n, newWallet, owner, deadline: await soon(), ...terms };
}

async function signed(system: ManagedSystem, consent: AgentWallet, signer: Signer = candidateOf(system)) {
  return sign(signer, agentWalletData(await domainOf(system.registry), consent));
}

function submit({ registry, provider }: ManagedSystem, consent: AgentWallet, signature: string, caller = provider) {
  const { agentId, newWallet, deadline } = consent;
  return registry.connect(caller).setAgentWallet(agentId, newWallet, deadline, signature);
}

async function refuses(system: ManagedSystem, consent: AgentWallet, signature: string, caller = system.provider) {
  await expectRevert(submit(system, consent, signature, caller), system.registry, "RegistryInvalidSignature", [
    consent.agentId,
    consent.newWallet,
  ]);
}

async function signedFixture() {
  const system = await networkHelpers.loadFixture(managersFixture);
  const consent = await consentOf(system);
  return { system, consent, candidate: candidateOf(system), signature: await signed(system, consent) };
}

describe("ServiceRegistry.setAgentWallet", () => {
  describe("given any caller with the new wallet's signature", () => {
    shouldBeForManagers({
      act: async (system, caller, agentId) => {
        const consent = await consentOf(system, { agentId });
        return submit(system, consent, await signed(system, consent), caller);
      },
      read: ({ registry }) => registry.getAgentWallet(0n),
      after: (system) => candidateOf(system).address,
    });

    it("sets the wallet, logs it, and changes nothing else", async () => {
      const { system, consent, candidate, signature } = await signedFixture();
      const { registry, provider, approved, rival } = system;
      await registry.connect(provider).setMetadata(0n, "endpoint", "0x01");
      const transaction = await submit(system, consent, signature);
      expect(await eventsOf(transaction, registry)).to.deep.equal([walletSet(0n, candidate.address)]);
      await expectWallet(system, 0n, candidate.address);
      await expectWallet(system, 1n, rival.address);
      expect(await registry.walletUntil(1n, candidate)).to.equal(0n);
      expect(await registry.ownerOf(0n)).to.equal(provider.address);
      expect(await registry.getApproved(0n)).to.equal(approved.address);
      expect(await registry.tokenURI(0n)).to.equal(AGENT_URI);
      expect(await registry.getMetadata(0n, "endpoint")).to.equal("0x01");
    });

    it("takes the owner itself, if it signs", async () => {
      const { system } = await signedFixture();
      const { provider } = system;
      const consent = await consentOf(system, { newWallet: provider.address });
      await refuses(system, consent, "0x");
      await submit(system, consent, await signed(system, consent, provider));
      await expectWallet(system, 0n, provider.address);
    });

    it("takes one account for several services, each with its own signature", async () => {
      const { system, consent, candidate, signature } = await signedFixture();
      const { rival } = system;
      const other = await consentOf(system, { agentId: 1n, owner: rival.address });
      await submit(system, other, await signed(system, other), rival);
      await submit(system, consent, signature);
      for (const agentId of [0n, 1n]) await expectWallet(system, agentId, candidate.address);
    });

    it("takes the signature as often as a manager brings it before the deadline", async () => {
      const { system, consent, candidate, signature } = await signedFixture();
      const { registry, provider, operator } = system;
      await submit(system, consent, signature);
      await registry.connect(provider).unsetAgentWallet(0n);
      await submit(system, consent, signature, operator);
      await expectWallet(system, 0n, candidate.address);
    });
  });

  describe("given a signature of somebody else", () => {
    it("rejects the owner's, the managers' and any other", async () => {
      const { system, consent } = await signedFixture();
      for (const name of [...MANAGERS, "wallet", "stranger"] as const) {
        const signature = await signed(system, consent, system[name]);
        for (const caller of MANAGERS) await refuses(system, consent, signature, system[caller]);
      }
      await expectWallet(system, 0n, system.wallet.address);
    });
  });

  describe("given a signature on something else", () => {
    it("rejects one for another registry, which takes it", async () => {
      const { system, consent, candidate, signature } = await signedFixture();
      const other = await ethers.deployContract("ServiceRegistry");
      await other.connect(system.provider)["register()"]();
      const there = { ...system, registry: other };
      const foreign = await signed(there, consent);
      await refuses(system, consent, foreign);
      await refuses(there, consent, signature);
      await submit(there, consent, foreign);
      await expectWallet(there, 0n, candidate.address);
    });

    it("rejects one for another chain, name or version", async () => {
      const { system, consent, candidate } = await signedFixture();
      const domain = await domainOf(system.registry);
      for (const other of [{ chainId: 1n }, { name: "ServiceCoin Services" }, { version: "2" }]) {
        await refuses(system, consent, await sign(candidate, agentWalletData({ ...domain, ...other }, consent)));
      }
    });

    it("rejects one for another service of the same owner", async () => {
      const { system, consent, signature } = await signedFixture();
      await system.registry.connect(system.provider)["register()"]();
      await refuses(system, { ...consent, agentId: 2n }, signature);
      await refuses(system, consent, await signed(system, { ...consent, agentId: 2n }));
    });

    it("rejects one for another wallet or deadline", async () => {
      const { system, consent, signature } = await signedFixture();
      const { deadline } = consent;
      await refuses(system, { ...consent, newWallet: system.stranger.address }, signature);
      await refuses(system, { ...consent, deadline: deadline + 1n }, signature);
      await refuses(system, { ...consent, deadline: deadline - 1n }, signature);
    });

    it("rejects one for another owner, be it the manager that brings it", async () => {
      const { system, consent } = await signedFixture();
      const { approved, operator, stranger } = system;
      for (const caller of [approved, operator]) {
        for (const owner of [caller.address, stranger.address, ZeroAddress]) {
          await refuses(system, consent, await signed(system, { ...consent, owner }), caller);
        }
      }
    });

    it("rejects one from before the service changed hands", async () => {
      const { system, consent, candidate, signature } = await signedFixture();
      const { registry, provider, stranger } = system;
      await registry.connect(provider).transferFrom(provider, stranger, 0n);
      await refuses(system, consent, signature, stranger);
      await expectWallet(system, 0n, ZeroAddress);
      const renewed = { ...consent, owner: stranger.address };
      await submit(system, renewed, await signed(system, renewed), stranger);
      await expectWallet(system, 0n, candidate.address);
    });

    it("rejects other types with the same fields", async () => {
      const { system, consent, candidate } = await signedFixture();
      const data = agentWalletData(await domainOf(system.registry), consent);
      const { AgentWalletSet = [] } = data.types;
      const renamed = await candidate.signTypedData(data.domain, { AgentWallet: AgentWalletSet }, { ...consent });
      await refuses(system, consent, renamed);
      const shuffled = await candidate.signTypedData(
        data.domain,
        { AgentWalletSet: AgentWalletSet.toReversed() },
        { ...consent },
      );
      await refuses(system, consent, shuffled);
    });
  });

  describe("given broken bytes", () => {
    it("rejects them", async () => {
      const { system, consent, candidate, signature } = await signedFixture();
      const broken = [
        "0x",
        "0x00",
        `0x${"00".repeat(65)}`,
        signature.slice(0, -2),
        `${signature}00`,
        mirrored(signature),
        withParity(signature),
        Signature.from(signature).compactSerialized,
      ];
      for (const bytes of broken) await refuses(system, consent, bytes);
      await submit(system, consent, signature);
      await expectWallet(system, 0n, candidate.address);
    });
  });

  describe("given the zero address", () => {
    it("rejects it, with any signature, that of nobody included", async () => {
      const { system, signature } = await signedFixture();
      const { registry, wallet } = system;
      const consent = await consentOf(system, { newWallet: ZeroAddress });
      const nobody = concat([dataSlice(signature, 0, 64), "0x1d"]);
      for (const bytes of ["0x", signature, nobody, await signed(system, consent)]) {
        await expectRevert(submit(system, consent, bytes), registry, "RegistryInvalidWallet", [0n, ZeroAddress]);
      }
      await expectWallet(system, 0n, wallet.address);
    });
  });

  describe("given a deadline", () => {
    for (const [name, ahead] of [
      ["this very second", 0n],
      ["one second ahead", 1n],
      ["five minutes ahead", MAX_DEADLINE_DELAY],
    ] as const) {
      it(`takes one ${name}`, async () => {
        const { system, candidate } = await signedFixture();
        const now = (await soon()) + 1_000n;
        const consent = await consentOf(system, { deadline: now + ahead });
        const signature = await signed(system, consent);
        await networkHelpers.time.setNextBlockTimestamp(now);
        await submit(system, consent, signature);
        expect(await networkHelpers.time.latest()).to.equal(now);
        await expectWallet(system, 0n, candidate.address);
      });
    }

    for (const [name, deadlineAt] of [
      ["one second ago", (now: bigint) => now - 1n],
      ["at the beginning of time", () => 0n],
      ["five minutes and one second ahead", (now: bigint) => now + MAX_DEADLINE_DELAY + 1n],
      ["at the end of time", () => MAX_UINT256],
    ] as const) {
      it(`rejects one ${name}`, async () => {
        const { system } = await signedFixture();
        const now = (await soon()) + 1_000n;
        const deadline = deadlineAt(now);
        const consent = await consentOf(system, { deadline });
        const signature = await signed(system, consent);
        await networkHelpers.time.setNextBlockTimestamp(now);
        await expectRevert(submit(system, consent, signature), system.registry, "RegistryInvalidDeadline", [
          0n,
          deadline,
          now,
        ]);
        await expectWallet(system, 0n, system.wallet.address);
      });
    }

    it("rejects a signature that was good, once it has passed", async () => {
      const { system, consent, signature } = await signedFixture();
      await submit(system, consent, signature);
      await networkHelpers.time.setNextBlockTimestamp(consent.deadline + 1n);
      await expectRevert(submit(system, consent, signature), system.registry, "RegistryInvalidDeadline", [
        0n,
        consent.deadline,
        consent.deadline + 1n,
      ]);
    });
  });

  describe("given a smart wallet", () => {
    async function smartFixture() {
      const system = await networkHelpers.loadFixture(managersFixture);
      const smart = await ethers.deployContract("SmartWallet", [candidateOf(system)]);
      const consent = await consentOf(system, { newWallet: smart.target as string });
      return { system, smart, consent, signature: await signed(system, consent) };
    }

    it("makes it the wallet when it calls the signature valid", async () => {
      const { system, consent, signature } = await smartFixture();
      await refuses(system, consent, await signed(system, consent, system.provider));
      const transaction = await submit(system, consent, signature);
      expect(await eventsOf(transaction, system.registry)).to.deep.equal([walletSet(0n, consent.newWallet)]);
      await expectWallet(system, 0n, consent.newWallet);
    });

    for (const answer of ["Invalid", "WrongMagic", "ShortReturn", "Reverting"] as const) {
      it(`rejects when it returns ${answer}`, async () => {
        const { system, smart, consent, signature } = await smartFixture();
        await smart.setMode(Answering[answer]);
        await refuses(system, consent, signature);
        await expectWallet(system, 0n, system.wallet.address);
      });
    }

    it("hands it the bytes as they are, however few", async () => {
      const { system, smart, consent, signature } = await smartFixture();
      for (const secret of ["0x", "0x77616c6c6574", Signature.from(signature).compactSerialized]) {
        await smart.setSecret(secret);
        await refuses(system, consent, `${secret}00`);
        await refuses(system, consent, signature);
        await submit(system, consent, secret);
        await expectWallet(system, 0n, consent.newWallet);
        await system.registry.connect(system.provider).unsetAgentWallet(0n);
      }
    });

    it("does not take its word for another account", async () => {
      const { system, consent, signature } = await smartFixture();
      await refuses(system, { ...consent, newWallet: system.stranger.address }, signature);
      await refuses(system, { ...consent, newWallet: candidateOf(system).address }, signature);
    });

    it("rejects contracts without the function, and precompiles that return anything", async () => {
      const { system, signature } = await smartFixture();
      const { registry, coin } = system;
      const precompiles = Array.from({ length: 10 }, (_, index) => getAddress(toBeHex(index + 1, 20)));
      for (const newWallet of [registry.target as string, coin.target as string, ...precompiles]) {
        const consent = await consentOf(system, { newWallet });
        await refuses(system, consent, await signed(system, consent));
        await refuses(system, consent, signature);
        await refuses(system, consent, "0x");
      }
    });
  });

  describe("given an account with a key and code (EIP-7702)", () => {
    it("takes the key's signature, whatever the code says", async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      const account = Wallet.createRandom();
      await networkHelpers.setCode(account.address, "0x5f5ffd");
      const consent = await consentOf(system, { newWallet: account.address });
      await refuses(system, consent, await signed(system, consent));
      await submit(system, consent, await signed(system, consent, account));
      await expectWallet(system, 0n, account.address);
    });
  });
});
