import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { shouldBehaveLikeERC3009Transfer } from "../../behaviors/ERC3009Authorization.js";
import { networkHelpers } from "../../fixtures/chain.js";
import { authorizationOf, coinFixture, FORMS, transferWithAuthorization } from "../../fixtures/coin.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { domainOf, sign, transferAuthorizationData } from "../../fixtures/signatures.js";

describe("ServiceCoin.transferWithAuthorization", () => {
  for (const form of FORMS) {
    describe(`with ${form}`, () => {
      shouldBehaveLikeERC3009Transfer({
        kind: "transfer",
        form,
        submit: ({ coin, relayer }, authorization, signature) =>
          transferWithAuthorization(coin, relayer, authorization, signature, form),
      });

      describe("given any sender", () => {
        it("serves the payer and the payee too", async () => {
          const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
          for (const sender of [alice, bob]) {
            const authorization = await authorizationOf(alice, bob, { value: 3n });
            const signature = await sign(alice, transferAuthorizationData(await domainOf(coin), authorization));
            await transferWithAuthorization(coin, sender, authorization, signature, form);
          }
          expect(await coin.balanceOf(bob)).to.equal(6n);
        });
      });

      describe("given the zero address as payee", () => {
        it("reverts because the zero address cannot receive coins", async () => {
          const { coin, alice, relayer } = await networkHelpers.loadFixture(coinFixture);
          const authorization = await authorizationOf(alice, ZeroAddress);
          const signature = await sign(alice, transferAuthorizationData(await domainOf(coin), authorization));
          await expectRevert(
            transferWithAuthorization(coin, relayer, authorization, signature, form),
            coin,
            "ERC20InvalidReceiver",
            [ZeroAddress],
          );
        });
      });
    });
  }
});
