import { expect } from "chai";
import { shouldBehaveLikeERC3009Transfer } from "../../behaviors/ERC3009Authorization.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { authorizationOf, coinFixture, FORMS, receiveWithAuthorization } from "../../fixtures/coin.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { domainOf, receiveAuthorizationData, sign } from "../../fixtures/signatures.js";

describe("ServiceCoin.receiveWithAuthorization", () => {
  for (const form of FORMS) {
    describe(`with ${form}`, () => {
      shouldBehaveLikeERC3009Transfer({
        kind: "receive",
        form,
        submit: async ({ coin }, authorization, signature) =>
          receiveWithAuthorization(coin, await ethers.getSigner(authorization.to), authorization, signature, form),
      });

      describe("given a sender other than the payee", () => {
        it("rejects everybody, the payer too", async () => {
          const { coin, alice, bob, relayer, owner } = await networkHelpers.loadFixture(coinFixture);
          const authorization = await authorizationOf(alice, bob);
          const signature = await sign(alice, receiveAuthorizationData(await domainOf(coin), authorization));
          for (const sender of [alice, relayer, owner]) {
            await expectRevert(
              receiveWithAuthorization(coin, sender, authorization, signature, form),
              coin,
              "ERC20InvalidReceiver",
              [bob],
            );
          }
          expect(await coin.authorizationState(alice, authorization.nonce)).to.equal(false);
          await receiveWithAuthorization(coin, bob, authorization, signature, form);
          expect(await coin.balanceOf(bob)).to.equal(authorization.value);
        });
      });
    });
  }
});
