import { expect } from "chai";
import { Signature } from "ethers";
import {
  approve,
  readBalance,
  signCancellation,
  signTransfer,
  submitCancellation,
  submitTransfer,
} from "../../packages/sdk/src/coin/index.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import { charge, chargeMany, draftMandate, signMandate } from "../../packages/sdk/src/mandates/index.js";
import {
  dealIdOf,
  draftOrder,
  openOrder,
  readDeal,
  signOrder,
  signOrderPayment,
  signRelease,
  submitOrderPayment,
  submitReleases,
  submitSignedOrder,
} from "../../packages/sdk/src/orders/index.js";
import {
  customCall,
  openDealCall,
  signBallotPaper,
  signVote,
  submitBallotPaper,
  submitVote,
} from "../../packages/sdk/src/proposals/index.js";
import { signQuote } from "../../packages/sdk/src/quotes/index.js";
import { registerService, setServiceWallet, signServiceWallet } from "../../packages/sdk/src/services/index.js";
import { readVotes, signLock, submitLock } from "../../packages/sdk/src/votes/index.js";
import { onANode } from "../fixtures/live.js";
import { seenBy } from "../fixtures/liveHub.js";
import { members, proposed } from "../fixtures/proposals.js";
import { expectError, take } from "../fixtures/sdk.js";
import { withParity } from "../fixtures/signatures.js";

const FORMS = {
  "v as 0 or 1": withParity,
  "the 64 bytes of ERC-2098": (signature: string) => Signature.from(signature).compactSerialized,
};
const PRICE = 1_000n;

/** Signatures that another program made, and that someone brings in its form. */
onANode("sdk: forms of signatures", (live) => {
  for (const [name, form] of Object.entries(FORMS)) {
    describe(name, () => {
      let alice: Client;
      let bob: Client;
      let carol: Client;
      let [a, b] = ["", ""];

      beforeEach(() => {
        [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
        [a, b] = take([live().wallet("alice").address, live().wallet("bob").address], 2);
      });

      const changed = <Signed extends { signature: string }>(signed: Signed): Signed => {
        const signature = form(signed.signature);
        expect(signature).to.not.equal(signed.signature);
        return { ...signed, signature };
      };
      const soon = async () => (await live().now()) + 3_600n;
      const orderOf = () => draftOrder(alice, { payee: b, price: PRICE });
      const stateOf = async (dealId: string) => (await readDeal(alice, dealId)).state;

      it("pays by signature", async () => {
        const before = await readBalance(bob, { account: b });
        await submitTransfer(
          carol,
          changed(await signTransfer(alice, { to: b, amount: 5n, validBefore: await soon() })),
        );
        expect(await readBalance(bob, { account: b })).to.equal(before + 5n);
      });

      it("cancels by signature", async () => {
        const { message, ...signed } = await signTransfer(alice, { to: b, amount: 5n, validBefore: await soon() });
        await submitCancellation(carol, changed(await signCancellation(alice, { nonce: message.nonce })));
        await expectError(submitTransfer(carol, { ...signed, message }), "ERC3009UsedAuthorization");
      });

      it("locks by signature", async () => {
        await submitLock(carol, changed(await signLock(bob, { amount: 5n, validBefore: await soon() })));
        expect((await readVotes(bob, { account: b })).locked).to.equal(5n);
      });

      it("opens an order with a signed payment", async () => {
        const { dealId } = await submitOrderPayment(
          carol,
          changed(await signOrderPayment(alice, { deal: await orderOf() })),
        );
        expect(await stateOf(dealId)).to.equal("open");
      });

      it("opens a signed order, and releases it", async () => {
        await approve(alice, { spender: alice.addresses.PaymentHub, amount: PRICE });
        const deal = await orderOf();
        const { dealId } = await submitSignedOrder(carol, changed(await signOrder(alice, { deal })));
        expect(await stateOf(dealId)).to.equal("open");
        await submitReleases(carol, { releases: [changed(await signRelease(alice, { deal }))] });
        expect(await stateOf(dealId)).to.equal("closed");
      });

      it("opens an order with a quote", async () => {
        const draft = await orderOf();
        const { signature: quote } = changed(await signQuote(bob, { deal: draft }));
        await openOrder(alice, { deal: draft, quote });
        expect(await stateOf(dealIdOf(alice, draft))).to.equal("open");
      });

      it("puts a quote into a proposal's call as the hub takes it", async () => {
        const deal = await orderOf();
        const quote = await signQuote(bob, { deal });
        const calldataOf = (signature: string) => openDealCall(alice, { deal, amount: PRICE, quote: signature }).data;
        expect(calldataOf(changed(quote).signature)).to.equal(calldataOf(quote.signature));
      });

      it("charges a mandate", async () => {
        await approve(alice, { spender: alice.addresses.PaymentHub, amount: PRICE });
        const mandate = await draftMandate(alice, { payee: b, limit: PRICE, period: 100n });
        const signed = changed(await signMandate(alice, { mandate }));
        expect((await chargeMany(bob, { charges: [{ ...signed, amount: 4n }] })).charged).to.have.length(1);
        const other = await draftMandate(alice, { payee: b, limit: PRICE - 1n, period: 100n });
        expect(await charge(bob, { ...changed(await signMandate(alice, { mandate: other })), amount: 6n })).to.include({
          amount: 6n,
        });
      });

      it("gives a service a wallet", async () => {
        const { agentId } = await registerService(bob, { uri: "https://bob.example/service.json" });
        await setServiceWallet(bob, changed(await signServiceWallet(alice, { agentId })));
        expect(await bob.registry.getAgentWallet(agentId)).to.equal(a);
      });

      it("counts votes", async () => {
        const { alice: member } = await members(live());
        const calls = [customCall(member, { target: live().wallet("stranger").address })];
        const ids = await proposed(live(), member, { calls, description: "one" }, { calls, description: "two" });
        const [one, two] = take(ids, 2);
        await submitVote(carol, changed(await signVote(member, { proposalId: one, support: "for" })));
        const { counted } = await submitBallotPaper(
          carol,
          changed(await signBallotPaper(member, [{ proposalId: two, support: "for" }])),
        );
        expect(counted.map(({ proposalId }) => proposalId)).to.deep.equal([two]);
        expect(await member.dao.hasVoted(one, a)).to.equal(true);
      });
    });
  }
});
