import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { authorizationOf, receiveWithAuthorization, transferWithAuthorization } from "../../fixtures/coin.js";
import {
  advanceOf,
  creditFixture,
  MAX_UINT256,
  openOrder,
  release,
  SCV,
  signForAccount,
  taken,
} from "../../fixtures/credit.js";
import { dealData, mandateData, packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { mandateOf, orderOf } from "../../fixtures/hub.js";
import {
  domainOf,
  permitData,
  receiveAuthorizationData,
  sign,
  split,
  transferAuthorizationData,
} from "../../fixtures/signatures.js";

/** The provider's account with 0.5 SCV for the lender, who is owed twice as much, and 1 SCV that is free. */
async function debtFixture() {
  const system = await creditFixture();
  const deal = await openOrder(system);
  const id = await taken(system, await advanceOf(system, [deal]), [deal]);
  await release(system, deal, SCV / 2n);
  await system.coin.connect(system.payer).transfer(system.accountAddress, SCV);
  return { ...system, id, deal };
}

describe("PayoutAccount, attacks by its owner", () => {
  describe("given signatures that move coins", () => {
    it("cannot permit a spender (ERC-2612)", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { coin, provider, accountAddress } = system;
      const message = {
        owner: accountAddress,
        spender: provider.address,
        value: MAX_UINT256,
        nonce: 0n,
        deadline: MAX_UINT256,
      };
      const signature = await sign(provider, permitData(await domainOf(coin), message));
      const { owner, spender, value, deadline } = message;
      await expectRevert(
        coin.permit(owner, spender, value, deadline, ...split(signature)),
        coin,
        "ERC2612InvalidSigner",
        [provider.address, accountAddress],
      );
    });

    it("cannot authorize a transfer or a receipt (ERC-3009)", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { coin, provider, accountAddress } = system;
      const domain = await domainOf(coin);
      const authorization = await authorizationOf(accountAddress, provider, { value: SCV });
      const transfer = transferAuthorizationData(domain, authorization);
      const receipt = receiveAuthorizationData(domain, authorization);
      for (const [send, data] of [
        [transferWithAuthorization, transfer],
        [receiveWithAuthorization, receipt],
      ] as const) {
        for (const signature of [await sign(provider, data), await signForAccount(provider, data)]) {
          await expectRevert(send(coin, provider, authorization, signature, "bytes"), coin, "ERC3009InvalidSignature");
        }
      }
    });

    it("cannot pay as the payer of a deal or a mandate, for want of an allowance", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { coin, hub, provider, rival, accountAddress } = system;
      const domain = await domainOf(hub);
      const deal = await orderOf(system, { payer: accountAddress, payee: rival.address, price: SCV });
      const signed = await signForAccount(provider, dealData(domain, deal));
      await expectRevert(hub.openSigned(packed(deal), signed), coin, "ERC20InsufficientAllowance", [
        hub.target,
        0n,
        SCV,
      ]);
      const mandate = await mandateOf(system, { payer: accountAddress, payee: rival.address });
      const signature = await signForAccount(provider, mandateData(domain, mandate));
      const reason = coin.interface.encodeErrorResult("ERC20InsufficientAllowance", [await hub.getAddress(), 0n, SCV]);
      await networkHelpers.time.increase(1);
      await expectRevert(hub.connect(rival).charge(mandate, SCV, signature), hub, "HubChargeFailed", [
        0n,
        await hub.idOfMandate(mandate),
        accountAddress,
        SCV,
        reason,
      ]);
    });
  });

  describe("given calls of other contracts", () => {
    it("has no function that makes them, not of the coin and not of Credit", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { coin, credit, provider, accountAddress, id } = system;
      for (const data of [
        coin.interface.encodeFunctionData("approve", [provider.address, SCV]),
        coin.interface.encodeFunctionData("transfer", [provider.address, SCV]),
        coin.interface.encodeFunctionData("transferBatch", [[]]),
        credit.interface.encodeFunctionData("transferAccount", [accountAddress, provider.address]),
        credit.interface.encodeFunctionData("repay", [id, 1n]),
        credit.interface.encodeFunctionData("beforeWithdrawal", [provider.address, provider.address, 1n]),
      ]) {
        await expect(provider.sendTransaction({ to: accountAddress, data })).to.revert(ethers);
      }
    });

    it("cannot pass another contract of the system off as a token", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { account, credit, hub, registry, treasury, provider } = system;
      for (const contract of [credit, hub, registry, treasury, account]) {
        await expect(account.withdrawToken(contract, provider, 1n)).to.revert(ethers);
      }
    });
  });

  describe("given what is due to a lender", () => {
    it("stays in the account to the last unit", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { account, coin, credit, provider, accountAddress } = system;
      await expectRevert(account.withdraw(provider, SCV + 1n), credit, "CreditInsufficientFunds", [
        accountAddress,
        SCV + 1n,
        SCV,
      ]);
      await account.withdraw(provider, SCV);
      expect(await coin.balanceOf(accountAddress)).to.equal(SCV / 2n);
    });

    it("is paid once, though it is collected twice", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { credit, coin, accountAddress, id } = system;
      await credit.collect(id);
      await expect(credit.collect(id)).to.revert(ethers);
      expect(await coin.balanceOf(accountAddress)).to.equal(SCV);
    });
  });

  describe("given a receiver that is a contract", () => {
    it("is not called, so it can neither call back nor refuse", async () => {
      const system = await networkHelpers.loadFixture(debtFixture);
      const { account, coin, credit, accountAddress } = system;
      const receiver = await ethers.deployContract("ReentrantReceiver");
      await receiver.aim(credit, credit.interface.encodeFunctionData("collect", [system.id]));
      const receipt = await (await account.withdraw(receiver, SCV)).wait();
      expect(receipt?.logs.map(({ address }) => address)).to.deep.equal([credit.target, coin.target]);
      expect(await coin.balanceOf(receiver)).to.equal(SCV);
      expect(await coin.balanceOf(accountAddress)).to.equal(SCV / 2n);
    });
  });
});
