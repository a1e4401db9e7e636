import { expect } from "chai";
import { HttpSource, ProofError, proveReceipt, receiptText, verifyReceipt } from "../../packages/proof/src/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { everyKind, paidWithReference, tampered } from "../fixtures/receiptKinds.js";

onEveryNode("proof: receipts of every kind", (live) => {
  const gateway = withGateway(live);

  it("prove a transfer, an order and its release, a vote and an x402 payment", async () => {
    for (const [kind, { hash, event, args }] of Object.entries(await everyKind(live(), gateway()))) {
      const document = await proveReceipt(new HttpSource(live().node.url), hash);
      const found = verifyReceipt(receiptText(document), { checkpoint: document.checkpoint.hash });
      expect(found.events.find((one) => one.event === event)?.args, kind).to.include(args);
      expect(() => verifyReceipt(tampered(document)), kind).to.throw(ProofError, "events");
    }
  });

  it("prove one payment alone, with its reference or the nonce that was signed", async () => {
    const { hash, reference } = await paidWithReference(live());
    const source = new HttpSource(live().node.url);
    const document = await proveReceipt(source, hash, { log: 1 });
    const { events } = verifyReceipt(receiptText(document));
    expect(events.map(({ event, log }) => [event, log])).to.deep.equal([
      ["TransferReference", 0],
      ["Transfer", 1],
    ]);
    expect(events[0]?.args).to.deep.equal({ loggedReference: reference });
    const none: unknown = await proveReceipt(source, hash, { log: 2 }).catch((error: unknown) => error);
    expect(none).to.be.instanceOf(ProofError).and.include({ code: "NotFound", field: "event in log 2" });
  });
});
