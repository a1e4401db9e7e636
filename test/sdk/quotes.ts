import { expect } from "chai";
import { ContractFactory, Signature, ZeroAddress, ZeroHash } from "ethers";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import { packTerms, toDeal, type Deal } from "../../packages/sdk/src/deals.js";
import { dealIdOf, draftOrder, openOrder, readDeal, type OrderDraft } from "../../packages/sdk/src/orders/index.js";
import {
  payQuote,
  quoteIdOf,
  signQuote,
  verifyQuote,
  voidQuote,
  type Quote,
} from "../../packages/sdk/src/quotes/index.js";
import { SIGNED_OPENING_PERIOD } from "../../packages/sdk/src/quotes/verifyQuote.js";
import { draftStream, readStream } from "../../packages/sdk/src/streams/index.js";
import type { SmartWallet } from "../../packages/sdk/src/typechain/mocks/SmartWallet.js";
import { SmartWallet__factory } from "../../packages/sdk/src/typechain/factories/mocks/SmartWallet__factory.js";
import { onEveryNode } from "../fixtures/live.js";
import { balances, seenBy, setFee } from "../fixtures/liveHub.js";
import { expectError, take } from "../fixtures/sdk.js";
import { mirrored, withParity } from "../fixtures/signatures.js";

const PRICE = parseScv("2");
const HELD = parseScv("16");

onEveryNode("sdk: quotes", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  let [a, b, c, hub] = ["", "", "", ""];

  beforeEach(() => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    [a, b, c] = take(
      (["alice", "bob", "carol"] as const).map((who) => live().wallet(who).address),
      3,
    );
    hub = alice.addresses.PaymentHub;
  });

  /** Bob's offer. */
  async function quoted(terms: Partial<OrderDraft> = {}): Promise<Quote> {
    return signQuote(bob, { deal: await draftOrder(bob, { payer: ZeroAddress, payee: b, price: PRICE, ...terms }) });
  }

  const refusal = (deal: Deal, args: object) => ({ index: 0n, id: quoteIdOf(alice, deal), ...args });

  /** A smart wallet of Bob's, which says what `mode` is about its signatures. */
  async function walletOfBob(mode: bigint): Promise<string> {
    const { abi, bytecode } = SmartWallet__factory;
    const deployed = await new ContractFactory(abi, bytecode, live().wallet("bob")).deploy(b);
    const wallet = (await deployed.waitForDeployment()) as unknown as SmartWallet;
    if (mode !== 0n) await (await wallet.setMode(mode)).wait();
    return wallet.getAddress();
  }

  describe("signQuote and payQuote", () => {
    it("let any payer take the terms, each once", async () => {
      const quote = await quoted();
      expect(quote.deal.payer).to.equal(ZeroAddress);
      const { dealId, deal } = await payQuote(alice, { quote });
      expect(deal).to.deep.equal({ ...quote.deal, payer: a });
      expect(dealId).to.equal(await alice.hub.idOf(toDeal(deal)));
      expect(await readDeal(alice, dealId)).to.deep.include({ deal, state: "open", funded: PRICE });
      expect(await balances(alice, [a, b, hub])).to.deep.equal([HELD - PRICE, HELD, PRICE]);
      const again = { index: 0n, id: dealId, status: 1n };
      await expectError(payQuote(alice, { quote }), "HubWrongStatus", again);
      expect((await payQuote(carol, { quote })).deal.payer).to.equal(c);
    });

    it("are open to any payer", async () => {
      const { deal } = await payQuote(carol, { quote: await quoted(), payer: a });
      expect(deal.payer).to.equal(a);
      expect(await balances(alice, [a, c])).to.deep.equal([HELD, HELD - PRICE]);
    });

    it("carry the signature to the hub, which checks it as well", async () => {
      const quote = await quoted();
      const deal = { ...quote.deal, payer: a };
      const { data } = await payQuote.populate(alice, { quote });
      expect(data).to.contain(quote.signature.slice(2));
      const cheaper = { ...deal, price: PRICE - 1n };
      await expectError(openOrder(alice, { deal: cheaper, quote: quote.signature }), "HubInvalidSignature", {
        ...{ index: 0n, id: dealIdOf(alice, cheaper), signer: b },
      });
    });

    it("take a stream with the amount that is paid in", async () => {
      const draft = await draftStream(bob, { payer: ZeroAddress, payee: b, perSecond: 5n });
      const quote = await signQuote(bob, { deal: draft });
      await expectError(payQuote(alice, { quote }), "InvalidArgument", { argument: "amount", value: undefined });
      const { dealId } = await payQuote(alice, { quote, amount: 500n });
      expect((await readStream(alice, dealId)).funded).to.equal(500n);
    });
  });

  describe("verifyQuote", () => {
    it("knows how long after its start a signature opens a stream, as the hub does", async () => {
      expect(SIGNED_OPENING_PERIOD).to.equal(await alice.hub.SIGNED_OPENING_PERIOD());
    });

    it("refuses a stream that began long ago, which would be paid for all that time at once", async () => {
      const now = await live().now();
      const draft = await draftStream(bob, { payer: ZeroAddress, payee: b, perSecond: 5n });
      for (const start of [1n, now - 8n * 86_400n]) {
        const old = await signQuote(bob, { deal: { ...draft, start } });
        const args = refusal(old.deal, { time: start + 7n * 86_400n });
        await expectError(verifyQuote(alice, old), "HubTooLate", args);
        await expectError(payQuote(alice, { quote: old, amount: 5n }), "HubTooLate", args);
      }
      const recent = await signQuote(bob, { deal: { ...draft, start: now - 6n * 86_400n } });
      await verifyQuote(alice, recent);
      expect((await payQuote(alice, { quote: recent, amount: 5n })).deal.start).to.equal(recent.deal.start);
    });

    it("accepts what wallets signed that give v as 0 or 1, or the 64 bytes of ERC-2098", async () => {
      for (const form of [withParity, (signature: string) => Signature.from(signature).compactSerialized]) {
        const wallet = live().wallet("bob");
        const honest = wallet.signTypedData.bind(wallet);
        wallet.signTypedData = async (...typed) => form(await honest(...typed));
        const client = createClient(wallet, live().deployment);
        const deal = await draftOrder(bob, { payer: ZeroAddress, payee: b, price: PRICE });
        const quote = await signQuote(client, { deal });
        expect(quote.signature).to.have.length(132);
        await verifyQuote(alice, quote);
        expect((await payQuote(alice, { quote })).deal.payee).to.equal(b);
        // Another program may have signed it, and brings it in that form.
        const brought = { ...quote, signature: form(quote.signature) };
        await verifyQuote(carol, brought);
        expect((await payQuote(carol, { quote: brought })).deal.payee).to.equal(b);
      }
    });

    it("refuses every change before anything is sent", async () => {
      const quote = await quoted({ arbiter: c });
      const { deal, signature } = quote;
      await verifyQuote(alice, quote);
      const changes: Partial<Deal>[] = [
        { price: PRICE - 1n },
        { payee: c },
        { arbiter: ZeroAddress },
        { deadline: deal.deadline + 1n },
        { window: 0n },
        { ref: ZeroHash },
      ];
      const nonce = await live().provider.getTransactionCount(a);
      for (const change of changes) {
        const changed = { deal: { ...deal, ...change }, signature };
        const args = refusal(changed.deal, { signer: changed.deal.payee });
        await expectError(verifyQuote(alice, changed), "HubInvalidSignature", args);
        await expectError(payQuote(alice, { quote: changed }), "HubInvalidSignature", args);
      }
      expect(await live().provider.getTransactionCount(a)).to.equal(nonce);
      await verifyQuote(alice, { ...quote, deal: { ...deal, payer: c } });
      for (const broken of ["0x", "0x12", mirrored(signature), `${signature}00`]) {
        const args = refusal(deal, { signer: b });
        await expectError(verifyQuote(alice, { deal, signature: broken }), "HubInvalidSignature", args);
      }
    });

    it("refuses what is over, or has another fee", async () => {
      const quote = await quoted({ deliverWithin: 100n });
      await live().pass(200);
      await expectError(
        verifyQuote(alice, quote),
        "HubInvalidTerms",
        refusal(quote.deal, { terms: packTerms(quote.deal) }),
      );
      const cheap = await quoted();
      await setFee(live(), 10n);
      await expectError(verifyQuote(alice, cheap), "HubFeeMismatch", refusal(cheap.deal, { feeBps: 0n, current: 10n }));
    });

    it("asks a smart wallet (ERC-1271)", async () => {
      const quote = await quoted({ payee: await walletOfBob(0n) });
      await verifyQuote(alice, quote);
      const { dealId } = await payQuote(alice, { quote });
      expect((await readDeal(alice, dealId)).funded).to.equal(PRICE);
      const cheaper = { ...quote, deal: { ...quote.deal, price: 1n } };
      const args = refusal(cheaper.deal, { signer: quote.deal.payee });
      await expectError(verifyQuote(alice, cheaper), "HubInvalidSignature", args);
    });

    it("takes no other answer of a wallet for a yes", async () => {
      for (const mode of [2n, 3n, 4n, 5n]) {
        const quote = await quoted({ payee: await walletOfBob(mode) });
        const args = refusal(quote.deal, { signer: quote.deal.payee });
        await expectError(verifyQuote(alice, quote), "HubInvalidSignature", args);
      }
    });
  });

  describe("voidQuote", () => {
    it("takes the offer back, but not what was opened with it", async () => {
      const quote = await quoted();
      const { dealId } = await payQuote(alice, { quote });
      await expectError(voidQuote(alice, quote), "HubUnauthorized", refusal(quote.deal, { caller: a }));
      await voidQuote(bob, { deal: { ...quote.deal, payer: c } });
      await expectError(payQuote(carol, { quote }), "HubWrongStatus", refusal(quote.deal, { status: 4n }));
      expect((await readDeal(alice, dealId)).state).to.equal("open");
    });
  });
});
