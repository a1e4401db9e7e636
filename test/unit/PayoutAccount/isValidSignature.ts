import { expect } from "chai";
import { concat, dataSlice } from "ethers";
import { agentWalletData } from "../../../packages/sdk/src/services/metadata.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  creditFixture,
  digestOf,
  loanData,
  loanOf,
  signForAccount,
  structHashOf,
  type CreditSystem,
} from "../../fixtures/credit.js";
import { mandateData, packed, quoteData } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { mandateOf, orderOf } from "../../fixtures/hub.js";
import { domainOf, permitData, sign, type TypedData } from "../../fixtures/signatures.js";

const VALID = "0x1626ba7e";
const INVALID = "0xffffffff";

/** A quote of the provider's account, as its owner signs it. */
async function quotedFixture() {
  const system = await creditFixture();
  const deal = await orderOf(system, { payee: system.accountAddress });
  const data = quoteData(await domainOf(system.hub), deal);
  return { ...system, deal, data, signature: await signForAccount(system.provider, data) };
}

/** Expects that the owner's signature on these data is not the account's. */
async function expectInvalid<Message extends object>(system: CreditSystem, data: TypedData<Message>): Promise<void> {
  const signature = await signForAccount(system.provider, data);
  expect(await system.account.isValidSignature(digestOf(data), signature)).to.equal(INVALID);
}

describe("PayoutAccount.isValidSignature", () => {
  describe("given what the owner signed for the hub", () => {
    it("is valid, and the hub opens an order with the account's quote", async () => {
      const system = await networkHelpers.loadFixture(quotedFixture);
      const { account, hub, payer, deal, data, signature } = system;
      expect(await account.isValidSignature(digestOf(data), signature)).to.equal(VALID);
      await expect(hub.connect(payer).open(packed(deal), deal.price, signature)).to.emit(hub, "Opened");
    });

    it("is invalid once the account has another owner, whose signature is valid then", async () => {
      const system = await networkHelpers.loadFixture(quotedFixture);
      const { account, credit, provider, rival, accountAddress, data, signature } = system;
      await credit.connect(provider).transferAccount(accountAddress, rival);
      expect(await account.isValidSignature(digestOf(data), signature)).to.equal(VALID);
      await credit.connect(rival).acceptAccount(accountAddress);
      expect(await account.isValidSignature(digestOf(data), signature)).to.equal(INVALID);
      const signed = await signForAccount(rival, data);
      expect(await account.isValidSignature(digestOf(data), signed)).to.equal(VALID);
    });

    it("can come from a smart wallet that owns the account", async () => {
      const system = await networkHelpers.loadFixture(quotedFixture);
      const { account, credit, provider, accountAddress, data, signature } = system;
      const wallet = await ethers.deployContract("SmartWallet", [provider]);
      await credit.connect(provider).transferAccount(accountAddress, wallet);
      await wallet.execute([credit], [credit.interface.encodeFunctionData("acceptAccount", [accountAddress])]);
      expect(await account.isValidSignature(digestOf(data), signature)).to.equal(VALID);
      const secret = "0x5ec2e7";
      await wallet.setSecret(secret);
      expect(await account.isValidSignature(digestOf(data), signature)).to.equal(INVALID);
      expect(await account.isValidSignature(digestOf(data), concat([structHashOf(data), secret]))).to.equal(VALID);
      // A wallet may accept a signature of no bytes.
      await wallet.setSecret("0x");
      expect(await account.isValidSignature(digestOf(data), structHashOf(data))).to.equal(VALID);
    });
  });

  describe("given what the owner signed for the registry", () => {
    it("is valid, and the registry makes the account the wallet of a service", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { account, registry, provider, accountAddress } = system;
      await registry.connect(provider)["register()"]();
      const deadline = BigInt(await networkHelpers.time.latest()) + 200n;
      const consent = { agentId: 0n, newWallet: accountAddress, owner: provider.address, deadline };
      const [agentId] = (await registry.queryFilter(registry.filters.Registered())).map(({ args }) => args.agentId);
      const data = agentWalletData(await domainOf(registry), { ...consent, agentId: agentId ?? 0n });
      const signature = await signForAccount(provider, data);
      expect(await account.isValidSignature(digestOf(data), signature)).to.equal(VALID);
      await registry.connect(provider).setAgentWallet(agentId ?? 0n, accountAddress, deadline, signature);
      expect(await registry.getAgentWallet(agentId ?? 0n)).to.equal(accountAddress);
    });
  });

  describe("given anything else", () => {
    it("is invalid when someone else signed", async () => {
      const system = await networkHelpers.loadFixture(quotedFixture);
      const { account, hub, payer, rival, lender, accountAddress, deal, data } = system;
      for (const signer of [rival, lender, payer]) {
        const signature = await signForAccount(signer, data);
        expect(await account.isValidSignature(digestOf(data), signature)).to.equal(INVALID);
        await expectRevert(hub.connect(payer).open(packed(deal), deal.price, signature), hub, "HubInvalidSignature", [
          0n,
          await hub.idOf(packed(deal)),
          accountAddress,
        ]);
      }
    });

    it("is invalid without the struct hash, with another one, or cut short", async () => {
      const system = await networkHelpers.loadFixture(quotedFixture);
      const { account, provider, data, signature } = system;
      const other = mandateData(await domainOf(system.hub), await mandateOf(system));
      for (const wrong of [
        "0x",
        dataSlice(signature, 0, 31),
        dataSlice(signature, 0, 32),
        dataSlice(signature, 0, 96),
        await sign(provider, data),
        concat([structHashOf(other), await sign(provider, data)]),
        concat([digestOf(data), await sign(provider, data)]),
        concat([structHashOf(data), await sign(provider, other)]),
      ]) {
        expect(await account.isValidSignature(digestOf(data), wrong)).to.equal(INVALID);
      }
      expect(await account.isValidSignature(digestOf(other), signature)).to.equal(INVALID);
    });

    it("is invalid in the domain of any other contract, chain, name or version", async () => {
      const system = await networkHelpers.loadFixture(quotedFixture);
      const { coin, credit, registry, data, accountAddress, rival } = system;
      const domain = await domainOf(system.hub);
      const registryDomain = await domainOf(registry);
      for (const wrong of [
        { ...domain, verifyingContract: registryDomain.verifyingContract },
        { ...domain, name: "ERC8004IdentityRegistry" },
        { ...domain, chainId: 1n },
        { ...domain, version: "2" },
        { ...registryDomain, name: "PaymentHub" },
        await domainOf(coin),
        await domainOf(credit),
      ]) {
        await expectInvalid(system, { ...data, domain: wrong });
      }
      const permit = { owner: accountAddress, spender: rival.address, value: 1n, nonce: 0n, deadline: 2n ** 40n };
      await expectInvalid(system, permitData(await domainOf(coin), permit));
      const loan = await loanOf(system, { lender: accountAddress });
      await expectInvalid(system, loanData(await domainOf(credit), loan));
    });
  });
});
