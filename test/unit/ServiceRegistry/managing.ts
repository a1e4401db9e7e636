import { expect } from "chai";
import { hexlify, id, Indexed, toUtf8Bytes, ZeroAddress, type ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { MAX_UINT256 } from "../../fixtures/hub.js";
import { moveWallet, servicesFixture, type ServiceSystem } from "../../fixtures/services.js";

/** The key that has functions of its own. */
export const WALLET_KEY = "agentWallet";

/** Keys that only look like it. */
export const FREE_KEYS = ["", "agentwallet", "AgentWallet", "agentWallet ", "agentWalle", "agentWallet\0"];

/** 20 kB that repeat nowhere near a word of storage. */
export const LONG_TEXT = Array.from({ length: 4_000 }, (_, index) => String(10_000 + index)).join("");

/** The answers of `ReentrantOwner` to `onERC721Received`. */
export const Owning = { Accepting: 0, WrongSelector: 1, Reverting: 2, Silent: 3 } as const;

export function bytesOf(text: string): string {
  return hexlify(toUtf8Bytes(text));
}

/** The event `MetadataSet`, as `eventsOf` returns it. */
export function metadataSet(agentId: bigint, key: string, value: string): unknown[] {
  return ["MetadataSet", agentId, new Indexed(id(key)), key, value];
}

/** The event of a wallet that was set, or of none. */
export function walletSet(agentId: bigint, wallet: string): unknown[] {
  return metadataSet(agentId, WALLET_KEY, wallet === ZeroAddress ? "0x" : wallet.toLowerCase());
}

/**
 * Service 0 is the provider's, with an approved account, an operator and a wallet; service 1 the rival's, with the first two.
 * The former ones were the provider's, too.
 */
export async function managersFixture() {
  const system = await servicesFixture();
  const { registry, provider, others } = system;
  const [approved, operator, wallet, rival, rivalApproved, rivalOperator, formerApproved, formerOperator] = others;
  const [asProvider, asRival] = [registry.connect(provider), registry.connect(rival)];
  await asRival["register(string)"]("ipfs://rival");
  await asRival.approve(rivalApproved, 1n);
  await asRival.setApprovalForAll(rivalOperator, true);
  await asProvider.approve(formerApproved, 0n);
  await asProvider.approve(approved, 0n);
  await asProvider.setApprovalForAll(formerOperator, true);
  await asProvider.setApprovalForAll(formerOperator, false);
  await asProvider.setApprovalForAll(operator, true);
  await moveWallet(system, provider, wallet);
  return {
    ...system,
    approved,
    operator,
    wallet,
    rival,
    rivalApproved,
    rivalOperator,
    formerApproved,
    formerOperator,
  };
}

export type ManagedSystem = Awaited<ReturnType<typeof managersFixture>>;

export const MANAGERS = ["provider", "approved", "operator"] as const;
export const OTHERS = [
  "stranger",
  "deployer",
  "wallet",
  "rival",
  "rivalApproved",
  "rivalOperator",
  "formerApproved",
  "formerOperator",
] as const;

/** A call that changes a service, and how to see that it did. */
export interface Managing {
  act: (system: ManagedSystem, caller: HardhatEthersSigner, agentId: bigint) => Promise<ContractTransactionResponse>;
  read: (system: ManagedSystem) => Promise<unknown>;
  after: (system: ManagedSystem) => unknown;
}

/** Who may call it, and about what. */
export function shouldBeForManagers({ act, read, after }: Managing): void {
  for (const name of MANAGERS) {
    it(`obeys the ${name}`, async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      expect(await read(system)).not.to.equal(after(system));
      await act(system, system[name], 0n);
      expect(await read(system)).to.equal(after(system));
    });
  }

  for (const name of OTHERS) {
    it(`rejects the ${name}`, async () => {
      const system = await networkHelpers.loadFixture(managersFixture);
      await expectRevert(act(system, system[name], 0n), system.registry, "RegistryUnauthorized", [
        0n,
        system[name].address,
      ]);
    });
  }

  it("rejects a service that does not exist", async () => {
    const system = await networkHelpers.loadFixture(managersFixture);
    const { registry, provider, rival, stranger } = system;
    for (const caller of [provider, rival, stranger]) {
      for (const agentId of [2n, MAX_UINT256]) {
        await expectRevert(act(system, caller, agentId), registry, "ERC721NonexistentToken", [agentId]);
      }
    }
  });
}

/** Expects the wallet of a service, in all that is told about it. */
export async function expectWallet({ registry }: ServiceSystem, agentId: bigint, wallet: string): Promise<void> {
  expect(await registry.getAgentWallet(agentId)).to.equal(wallet);
  const value = wallet === ZeroAddress ? "0x" : wallet.toLowerCase();
  expect(await registry.getMetadata(agentId, WALLET_KEY)).to.equal(value);
  expect(await registry.walletUntil(agentId, wallet)).to.equal(wallet === ZeroAddress ? 0n : MAX_UINT256);
}
