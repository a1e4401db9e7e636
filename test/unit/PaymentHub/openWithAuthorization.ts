import { expect } from "chai";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { Answering, authorizationOf, cancelAuthorization, FORMS } from "../../fixtures/coin.js";
import { receiveWithAuthorization, transferWithAuthorization } from "../../fixtures/coin.js";
import { packed, type Deal } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { hubFixture, opened, Status, type HubSystem } from "../../fixtures/hub.js";
import {
  cancelAuthorizationData,
  domainOf,
  receiveAuthorizationData,
  sign,
  transferAuthorizationData,
} from "../../fixtures/signatures.js";
import { authorized, costOf, expectRefused, holdings, idOf, KINDS, movedSince, NEVER, SCV } from "./waysIn.js";

/** The payer's order and the payer's authorization of its price. */
async function signedFixture() {
  const system = await networkHelpers.loadFixture(hubFixture);
  const deal = await KINDS.order(system);
  return { system, deal, id: await idOf(system, deal), signature: await authorized(system, deal, deal.price) };
}

function submit({ hub, stranger }: HubSystem, deal: Deal, signature: string, amount = costOf(deal), before = NEVER) {
  return hub.connect(stranger).openWithAuthorization(packed(deal), amount, before, signature);
}

/** Expects the coin's error, and neither coins nor books nor the authorization to have changed. */
async function coinRefuses(
  system: HubSystem,
  deal: Deal,
  attempt: () => Promise<unknown>,
  error = "ERC3009InvalidSignature",
  args: readonly unknown[] = [],
): Promise<void> {
  const { hub, coin } = system;
  const id = await idOf(system, deal);
  const [books, before] = [await hub.escrowOf(id), await holdings(system)];
  const used = await coin.authorizationState(deal.payer, id);
  await expectRevert(attempt(), coin, error, args);
  expect(await hub.escrowOf(id)).to.deep.equal(books);
  expect(await movedSince(system, before)).to.deep.equal({});
  expect(await coin.authorizationState(deal.payer, id)).to.equal(used);
}

// What all ways in have in common is in openKinds, openTerms, openAmounts and openTopUp.
describe("PaymentHub.openWithAuthorization", () => {
  describe("given the payer's authorization", () => {
    it("opens it for any submitter, without an allowance, and uses up the authorization", async () => {
      for (const name of ["stranger", "payee", "payer", "sponsor"] as const) {
        const { system, deal, id, signature } = await signedFixture();
        const { hub, coin, payer } = system;
        await coin.connect(payer).approve(hub, 0n);
        const before = await holdings(system);
        const as = hub.connect(system[name]);
        expect(await as.openWithAuthorization.staticCall(packed(deal), deal.price, NEVER, signature)).to.equal(id);
        await as.openWithAuthorization(packed(deal), deal.price, NEVER, signature);
        expect(await movedSince(system, before)).to.deep.equal({ payer: -deal.price, hub: deal.price });
        expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
        expect(await coin.authorizationState(payer, id)).to.equal(true);
      }
    });

    it("takes it in the last second before its end, and refuses it at its end", async () => {
      const { system, deal } = await signedFixture();
      const end = BigInt(await networkHelpers.time.latest()) + 50n;
      const signature = await authorized(system, deal, deal.price, { validBefore: end });
      const start = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(end);
      const attempt = () => submit(system, deal, signature, deal.price, end);
      await coinRefuses(system, deal, attempt, "ERC3009InvalidAuthorizationTime", [0n, end]);
      await start.restore();
      await networkHelpers.time.setNextBlockTimestamp(end - 1n);
      await submit(system, deal, signature, deal.price, end);
      expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });

    it("rejects a payer without the coins", async () => {
      const { system } = await signedFixture();
      const deal = await KINDS.order(system, { price: 50n * SCV + 1n });
      const signature = await authorized(system, deal, deal.price);
      const args = [system.payer.address, 50n * SCV, deal.price];
      await coinRefuses(system, deal, () => submit(system, deal, signature), "ERC20InsufficientBalance", args);
    });
  });

  describe("given terms other than the signed ones", () => {
    it("rejects another amount", async () => {
      const { system, deal, id, signature } = await signedFixture();
      const amount = deal.price - 1n;
      const attempt = () => submit(system, deal, signature, amount);
      await expectRefused(system, deal, attempt, "HubWrongAmount", [0n, id, amount, deal.price]);
      const less = await authorized(system, deal, amount);
      await coinRefuses(system, deal, () => submit(system, deal, less));
      const stream = await KINDS.stream(system);
      const funds = await authorized(system, stream, 1_000n);
      for (const other of [999n, 1_001n]) await coinRefuses(system, stream, () => submit(system, stream, funds, other));
    });

    it("rejects another end", async () => {
      const { system, deal, signature } = await signedFixture();
      await coinRefuses(system, deal, () => submit(system, deal, signature, deal.price, NEVER - 1n));
    });

    it("rejects an authorization with a beginning", async () => {
      const { system, deal } = await signedFixture();
      const signature = await authorized(system, deal, deal.price, { validAfter: 1n });
      await coinRefuses(system, deal, () => submit(system, deal, signature));
    });

    it("rejects the authorization of another deal, or of none", async () => {
      const { system, deal, signature } = await signedFixture();
      const other = { ...deal, payee: system.stranger.address };
      await coinRefuses(system, other, () => submit(system, other, signature));
      const random = await authorized(system, deal, deal.price, { nonce: ethers.id("none") });
      await coinRefuses(system, deal, () => submit(system, deal, random));
    });

    it("rejects an authorization for another receiver", async () => {
      const { system, deal } = await signedFixture();
      for (const to of [system.payee.address, system.stranger.address, system.coin.target as string]) {
        const signature = await authorized(system, deal, deal.price, { to });
        await coinRefuses(system, deal, () => submit(system, deal, signature));
      }
    });

    it("rejects the signature of a transfer, and any of others than the payer", async () => {
      const { system, deal, id } = await signedFixture();
      const { hub, coin, payer, payee, sponsor, stranger } = system;
      const terms = { value: deal.price, validBefore: NEVER, nonce: id };
      const authorization = await authorizationOf(payer, hub, terms);
      const transfer = await sign(payer, transferAuthorizationData(await domainOf(coin), authorization));
      await coinRefuses(system, deal, () => submit(system, deal, transfer));
      for (const signer of [payee, sponsor, stranger]) {
        for (const from of [payer, signer]) {
          const signature = await authorized(system, deal, deal.price, { from: from.address }, signer);
          await coinRefuses(system, deal, () => submit(system, deal, signature));
        }
      }
    });
  });

  describe("given an authorization that was canceled", () => {
    it("rejects it", async () => {
      const { system, deal, id, signature } = await signedFixture();
      const { coin, payer, stranger } = system;
      const cancellation = { authorizer: payer.address, nonce: id };
      const consent = await sign(payer, cancelAuthorizationData(await domainOf(coin), cancellation));
      await cancelAuthorization(coin, stranger, cancellation, consent, "bytes");
      const attempt = () => submit(system, deal, signature);
      await coinRefuses(system, deal, attempt, "ERC3009UsedAuthorization", [payer.address, id]);
    });
  });

  describe("given an authorization that was used", () => {
    it("opens no order again, open or closed", async () => {
      const { system, deal, id, signature } = await signedFixture();
      await submit(system, deal, signature);
      const again = () => submit(system, deal, signature);
      await expectRefused(system, deal, again, "HubWrongStatus", [0n, id, Status.Open]);
      await system.hub.connect(system.payee).refund(packed(deal), deal.price);
      await expectRefused(system, deal, again, "HubWrongStatus", [0n, id, Status.Closed]);
    });

    it("tops up nothing, whatever the amount", async () => {
      const { system } = await signedFixture();
      const deal = await KINDS.stream(system);
      const id = await idOf(system, deal);
      const signature = await authorized(system, deal, 1_000n);
      await submit(system, deal, signature, 1_000n);
      const used = ["ERC3009UsedAuthorization", [system.payer.address, id]] as const;
      await coinRefuses(system, deal, () => submit(system, deal, signature, 1_000n), ...used);
      const second = await authorized(system, deal, 7n);
      await coinRefuses(system, deal, () => submit(system, deal, second, 7n), ...used);
      expect(await system.hub.escrowOf(id)).to.deep.equal([1_000n, 0n, 0n, Status.Open]);
    });
  });

  describe("given somebody who is faster", () => {
    it("cannot use the authorization at the coin, in either form", async () => {
      const { system, deal, id, signature } = await signedFixture();
      const { hub, coin, payer, stranger } = system;
      const authorization = await authorizationOf(payer, hub, { value: deal.price, validBefore: NEVER, nonce: id });
      const message = await sign(payer, receiveAuthorizationData(await domainOf(coin), authorization));
      expect(message).to.equal(signature);
      for (const form of FORMS) {
        const receive = () => receiveWithAuthorization(coin, stranger, authorization, signature, form);
        await coinRefuses(system, deal, receive, "ERC20InvalidReceiver", [hub.target]);
        const transfer = () => transferWithAuthorization(coin, stranger, authorization, signature, form);
        await coinRefuses(system, deal, transfer);
      }
      await submit(system, deal, signature);
      expect(await hub.escrowOf(id)).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });

    it("can only open the order with own coins, and leaves the payer's where they are", async () => {
      const { system, deal, id, signature } = await signedFixture();
      const { hub, coin, payer, sponsor } = system;
      await hub.connect(sponsor).open(packed(deal), deal.price, "0x");
      const attempt = () => submit(system, deal, signature);
      await expectRefused(system, deal, attempt, "HubWrongStatus", [0n, id, Status.Open]);
      expect(await coin.balanceOf(payer)).to.equal(50n * SCV);
      expect(await coin.authorizationState(payer, id)).to.equal(false);
    });

    it("cannot block a stream: the opening payment tops it up", async () => {
      const { system } = await signedFixture();
      const { hub, sponsor } = system;
      const deal = await KINDS.stream(system);
      const signature = await authorized(system, deal, 1_000n);
      await hub.connect(sponsor).open(packed(deal), 1n, "0x");
      await submit(system, deal, signature, 1_000n);
      expect(await hub.escrowOf(await idOf(system, deal))).to.deep.equal([1_001n, 0n, 0n, Status.Open]);
    });
  });

  describe("given an open stream", () => {
    it("tops it up, and names the payer as the one who paid", async () => {
      const { system } = await signedFixture();
      const { hub, payer } = system;
      const deal = await KINDS.stream(system);
      const id = await opened(system, deal, 1_000n);
      const signature = await authorized(system, deal, 7n);
      await expect(submit(system, deal, signature, 7n))
        .to.emit(hub, "ToppedUp")
        .withArgs(id, payer, 7n);
      expect(await hub.escrowOf(id)).to.deep.equal([1_007n, 0n, 0n, Status.Open]);
    });
  });

  describe("given a payer that is a smart wallet", () => {
    async function walletFixture() {
      const system = await networkHelpers.loadFixture(hubFixture);
      const wallet = await ethers.deployContract("SmartWallet", [system.payer]);
      await system.coin.connect(system.deployer).transfer(wallet, 10n * SCV);
      const deal = await KINDS.order(system, { payer: wallet.target as string });
      return { system, wallet, deal, signature: await authorized(system, deal, deal.price) };
    }

    it("takes what the wallet calls valid", async () => {
      const { system, wallet, deal, signature } = await walletFixture();
      await submit(system, deal, signature);
      expect(await system.coin.balanceOf(wallet)).to.equal(0n);
      expect(await system.coin.balanceOf(system.hub)).to.equal(deal.price);
      expect(await system.hub.escrowOf(await idOf(system, deal))).to.deep.equal([deal.price, 0n, 0n, Status.Open]);
    });

    it("hands the wallet the bytes as they are", async () => {
      const { system, wallet, deal } = await walletFixture();
      await wallet.setSecret("0x6f70656e");
      await coinRefuses(system, deal, () => submit(system, deal, "0x6f70656f"));
      await submit(system, deal, "0x6f70656e");
      expect(await system.coin.balanceOf(wallet)).to.equal(0n);
    });

    it("rejects what the wallet calls invalid", async () => {
      const { system, wallet, deal, signature } = await walletFixture();
      await wallet.setMode(Answering.Invalid);
      await coinRefuses(system, deal, () => submit(system, deal, signature));
    });
  });
});
