import { expect } from "chai";
import { hexlify, randomBytes, toBeHex, type TypedDataDomain } from "ethers";
import { shouldCheckSignatures } from "../../behaviors/ERC3009Signature.js";
import { networkHelpers } from "../../fixtures/chain.js";
import {
  authorizationOf,
  cancelAuthorization,
  coinFixture,
  FORMS,
  transferWithAuthorization,
  type CoinSystem,
  type Form,
} from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import {
  cancelAuthorizationData,
  domainOf,
  sign,
  transferAuthorizationData,
  type Cancellation,
  type TypedData,
} from "../../fixtures/signatures.js";

/** The same fields under another type name, which a wallet could be tricked into signing. */
function misnamedData(domain: TypedDataDomain, message: Cancellation): TypedData<Cancellation> {
  const { CancelAuthorization = [] } = cancelAuthorizationData(domain, message).types;
  return { domain, types: { TransferWithAuthorization: CancelAuthorization }, message };
}

async function cancel(system: CoinSystem, nonce: string, form: Form) {
  const { coin, alice, relayer } = system;
  const cancellation = { authorizer: alice.address, nonce };
  const signature = await sign(alice, cancelAuthorizationData(await domainOf(coin), cancellation));
  return cancelAuthorization(coin, relayer, cancellation, signature, form);
}

describe("ServiceCoin.cancelAuthorization", () => {
  for (const form of FORMS) {
    describe(`with ${form}`, () => {
      describe("given an unused nonce", () => {
        it("makes it unusable and emits AuthorizationCanceled alone", async () => {
          const system = await networkHelpers.loadFixture(coinFixture);
          const { coin, alice } = system;
          const nonce = hexlify(randomBytes(32));
          const transaction = await cancel(system, nonce, form);
          expect(await eventsOf(transaction, coin)).to.deep.equal([["AuthorizationCanceled", alice.address, nonce]]);
          expect(await coin.authorizationState(alice, nonce)).to.equal(true);
        });

        it("leaves its neighbours alone", async () => {
          const system = await networkHelpers.loadFixture(coinFixture);
          await cancel(system, toBeHex(255, 32), form);
          for (const number of [0, 254, 256, 511]) {
            expect(await system.coin.authorizationState(system.alice, toBeHex(number, 32))).to.equal(false);
          }
        });
      });

      describe("given a canceled nonce", () => {
        it("rejects a second time", async () => {
          const system = await networkHelpers.loadFixture(coinFixture);
          const nonce = toBeHex(3, 32);
          await cancel(system, nonce, form);
          await expectRevert(cancel(system, nonce, form), system.coin, "ERC3009UsedAuthorization", [
            system.alice,
            nonce,
          ]);
        });
      });

      describe("given a used nonce", () => {
        it("reverts because the authorization is used", async () => {
          const system = await networkHelpers.loadFixture(coinFixture);
          const { coin, alice, bob, relayer } = system;
          const authorization = await authorizationOf(alice, bob);
          const signature = await sign(alice, transferAuthorizationData(await domainOf(coin), authorization));
          await transferWithAuthorization(coin, relayer, authorization, signature, form);
          await expectRevert(cancel(system, authorization.nonce, form), coin, "ERC3009UsedAuthorization", [
            alice,
            authorization.nonce,
          ]);
        });
      });

      shouldCheckSignatures<Cancellation>({
        form,
        prepare: (_, authorizer) => Promise.resolve({ authorizer, nonce: hexlify(randomBytes(32)) }),
        typedData: cancelAuthorizationData,
        foreignData: [misnamedData],
        tampered: ({ stranger }, message) => [
          ["authorizer", { ...message, authorizer: stranger.address }],
          ["nonce", { ...message, nonce: toBeHex(1, 32) }],
        ],
        submit: ({ coin, relayer }, message, signature) => cancelAuthorization(coin, relayer, message, signature, form),
      });
    });
  }
});
