import { expect } from "chai";
import { id, ZeroAddress } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import {
  acceptPayoutAccount,
  createPayoutAccount,
  draftLoan,
  listPayoutAccounts,
  payoutAccountOf,
  readPayoutAccount,
  signLoanOffer,
  takeLoan,
  transferPayoutAccount,
  withdrawFromPayoutAccount,
  withdrawTokenFromPayoutAccount,
} from "../../packages/sdk/src/credit/index.js";
import {
  charge,
  chargeMany,
  draftMandate,
  readMandate,
  revokeMandate,
  signMandate,
} from "../../packages/sdk/src/mandates/index.js";
import {
  dealIdOf,
  deliverOrder,
  draftOrder,
  readDeal,
  refundOrder,
  releaseOrder,
  voidDeal,
} from "../../packages/sdk/src/orders/index.js";
import { payQuote, quoteIdOf, signQuote, verifyQuote, voidQuote } from "../../packages/sdk/src/quotes/index.js";
import {
  readService,
  registerService,
  setServiceWallet,
  signServiceWallet,
} from "../../packages/sdk/src/services/index.js";
import { cancelStream, draftStream, openStream } from "../../packages/sdk/src/streams/index.js";
import { accountFor, allowCredit, orderFor } from "../fixtures/creditClients.js";
import { onANode } from "../fixtures/live.js";
import { balances, DAY, seenBy } from "../fixtures/liveHub.js";
import { expectError } from "../fixtures/sdk.js";

const PRICE = parseScv("2");

onANode("sdk: payout accounts", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  const addressOf = (who: "alice" | "bob" | "carol") => live().wallet(who).address;

  beforeEach(() => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
  });

  describe("createPayoutAccount", () => {
    it("creates the account at the predicted address, once per salt", async () => {
      const salt = id("shop");
      const predicted = await payoutAccountOf(bob, { salt });
      expect(await payoutAccountOf(alice, { owner: addressOf("bob"), salt })).to.equal(predicted);
      await expectError(readPayoutAccount(bob, predicted), "CreditUnknownAccount", { account: predicted });
      expect((await createPayoutAccount(bob, { salt })).account).to.equal(predicted);
      await expectError(createPayoutAccount(bob, { salt }), "FailedDeployment");
      expect(await readPayoutAccount(alice, predicted)).to.deep.equal({
        account: predicted,
        owner: addressOf("bob"),
        pendingOwner: undefined,
        balance: 0n,
        withdrawable: 0n,
        orderLoans: [],
        incomeLoan: undefined,
      });
    });
  });

  describe("withdrawFromPayoutAccount", () => {
    it("pays the owner what is free, in part or in full, and nobody else", async () => {
      const account = await accountFor(bob);
      await (await alice.coin.transfer(account, PRICE)).wait();
      const [before = 0n] = await balances(bob, [addressOf("bob")]);
      expect((await withdrawFromPayoutAccount(bob, { account, amount: 5n })).amount).to.equal(5n);
      const denied = { caller: addressOf("alice"), expected: addressOf("bob") };
      await expectError(withdrawFromPayoutAccount(alice, { account }), "CreditUnauthorized", denied);
      await withdrawFromPayoutAccount(bob, { account, to: addressOf("carol"), amount: 7n });
      expect((await withdrawFromPayoutAccount(bob, { account })).amount).to.equal(PRICE - 12n);
      expect(await balances(bob, [account, addressOf("bob")])).to.deep.equal([0n, before + PRICE - 7n]);
      const nothing = withdrawFromPayoutAccount(bob, { account, amount: 1n });
      await expectError(nothing, "CreditInsufficientFunds", { account, amount: 1n, withdrawable: 0n });
    });

    it("refuses an address that is no payout account, where the call would do nothing", async () => {
      const account = addressOf("carol");
      await expectError(withdrawFromPayoutAccount(bob, { account }), "CreditUnknownAccount", { account });
    });

    it("does not withdraw SCV as another token, but does withdraw other tokens", async () => {
      const account = await accountFor(bob);
      const token = bob.addresses.ServiceCoin;
      const refused = withdrawTokenFromPayoutAccount(bob, { account, token, amount: 1n });
      await expectError(refused, "PayoutAccountForbiddenToken", { token });
      const { votes } = alice;
      const locked = await votes.balanceOf(addressOf("bob"));
      await (await alice.coin.approve(alice.addresses.ServiceVotes, 9n)).wait();
      await (await votes.depositFor(account, 9n)).wait();
      await withdrawTokenFromPayoutAccount(bob, { account, token: alice.addresses.ServiceVotes, amount: 9n });
      expect(await votes.balanceOf(addressOf("bob"))).to.equal(9n + locked);
    });
  });

  describe("transferPayoutAccount and acceptPayoutAccount", () => {
    it("change the owner once the other account accepts", async () => {
      const account = await accountFor(bob);
      await transferPayoutAccount(bob, { account, to: addressOf("carol") });
      expect((await readPayoutAccount(bob, account)).pendingOwner).to.equal(addressOf("carol"));
      const denied = { caller: addressOf("alice"), expected: addressOf("carol") };
      await expectError(acceptPayoutAccount(alice, { account }), "CreditUnauthorized", denied);
      await acceptPayoutAccount(carol, { account });
      expect(await readPayoutAccount(bob, account)).to.include({ owner: addressOf("carol"), pendingOwner: undefined });
      const other = await accountFor(carol);
      expect(await listPayoutAccounts(alice, { owner: addressOf("carol") })).to.deep.equal([account, other]);
      expect(await listPayoutAccounts(alice, { owner: addressOf("bob") })).to.deep.equal([]);
    });
  });

  describe("given a payout account as the payee", () => {
    let payee: string;

    beforeEach(async () => {
      payee = await accountFor(bob);
    });

    it("its owner delivers and refunds through it, and others cannot", async () => {
      const deal = await orderFor(alice, { payee, price: PRICE });
      await expectError(deliverOrder(carol, { deal }), "HubUnauthorized");
      await deliverOrder(bob, { deal, proof: id("done") });
      expect((await readDeal(alice, deal)).state).to.equal("delivered");
      expect((await refundOrder(bob, { deal, amount: 3n })).amount).to.equal(3n);
      await releaseOrder(alice, { deal });
      expect(await balances(alice, [payee])).to.deep.equal([PRICE - 3n]);
    });

    it("its owner voids deals and quotes", async () => {
      const deal = await draftOrder(alice, { payee, price: PRICE });
      await voidDeal(bob, { deal });
      expect((await readDeal(alice, deal)).state).to.equal("closed");
      const quote = await signQuote(bob, { deal: await draftOrder(alice, { payee, price: PRICE }) });
      await voidQuote(bob, quote);
      const id = quoteIdOf(bob, quote.deal);
      await expectError(verifyQuote(alice, quote), "HubWrongStatus", { index: 0n, id, status: 4n });
    });

    it("its owner cancels a stream, and so does the payer, who has an account too", async () => {
      await accountFor(alice);
      for (const canceling of [bob, alice]) {
        const deal = await draftStream(alice, { payee, perSecond: 5n });
        await openStream(alice, { deal, amount: 1_000n });
        // In the second of the opening nothing is due, and the estimate leaves out the payment.
        await live().node.request("evm_increaseTime", [10]);
        await live().node.request("evm_mine");
        await cancelStream(canceling, { deal });
        expect((await readDeal(alice, deal)).state).to.equal("closed");
      }
    });

    it("its owner charges and revokes mandates, one or many", async () => {
      await (await alice.coin.approve(alice.addresses.PaymentHub, 100n)).wait();
      const mandate = await draftMandate(alice, { payee, limit: 50n, period: DAY });
      const signed = await signMandate(alice, { mandate });
      expect((await charge(bob, { ...signed, amount: 20n })).amount).to.equal(20n);
      const { charged } = await chargeMany(bob, { charges: [{ mandate, amount: 7n }] });
      expect(charged.map(({ amount }) => amount)).to.deep.equal([7n]);
      await expectError(chargeMany(bob, { charges: [] }), "HubEmptyBatch");
      await revokeMandate(bob, { mandate });
      expect((await readMandate(alice, mandate)).state).to.equal("revoked");
      expect(await balances(alice, [payee])).to.deep.equal([27n]);
    });

    it("its owner signs quotes that payers verify and pay, and others cannot", async () => {
      const deal = await draftOrder(bob, { payer: ZeroAddress, payee, price: PRICE });
      const quote = await signQuote(bob, { deal });
      await verifyQuote(alice, quote);
      const { dealId } = await payQuote(alice, { quote });
      expect((await readDeal(alice, dealId)).deal).to.include({ payee, payer: addressOf("alice") });
      const forged = await signQuote(carol, { deal });
      const refusal = { index: 0n, id: quoteIdOf(alice, deal), signer: payee };
      await expectError(verifyQuote(alice, forged), "HubInvalidSignature", refusal);
      const changed = { deal: { ...quote.deal, price: 1n }, signature: quote.signature };
      await expectError(verifyQuote(alice, changed), "HubInvalidSignature");
    });

    it("its owner makes it the wallet of a service", async () => {
      const { agentId } = await registerService(carol, { uri: "https://example.org/service.json" });
      const consent = await signServiceWallet(bob, { agentId, newWallet: payee });
      await setServiceWallet(carol, consent);
      expect((await readService(alice, agentId)).wallet).to.equal(payee);
    });

    it("keeps a pledged order from being refunded, until anyone may refund it", async () => {
      await allowCredit(carol);
      const deal = await orderFor(alice, { payee, price: PRICE, deliverWithin: DAY });
      const draft = await draftLoan(carol, { amount: parseScv("1"), orders: [deal] });
      const { loanId } = await takeLoan(bob, await signLoanOffer(carol, draft));
      const pledged = { deal: dealIdOf(bob, deal), loan: loanId };
      await expectError(refundOrder(bob, { deal }), "PayoutAccountPledged", pledged);
      await live().pass(Number(DAY) + 1);
      expect((await refundOrder(bob, { deal })).amount).to.equal(PRICE);
    });
  });
});
