import { expect } from "chai";
import { orderLink, readOrderTerms } from "../../../apps/web/src/screens/service/orderLink.ts";
import { toBase64Url } from "../../../apps/web/src/ui/fields.ts";
import { readQuote } from "../../../apps/web/src/ui/quoteText.ts";
import {
  readSigned,
  signedLink,
  writeSigned,
  type SignedKind,
  type SignedMessage,
} from "../../../apps/web/src/ui/signedText.ts";

const ONE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const TWO = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const NOBODY = "0x0000000000000000000000000000000000000000";
const BYTES = `0x${"ab".repeat(32)}`;
const signature = `0x${"12".repeat(65)}`;
const MAX = String(2n ** 256n - 1n);

const place = { chainId: 31337, contract: TWO };
const authorization = { from: ONE, to: TWO, value: MAX, validAfter: "0", validBefore: "1900000000", nonce: BYTES };
const deal = {
  ...{ payer: ONE, payee: TWO, arbiter: NOBODY, price: 2n ** 96n - 1n, period: 0n, start: 0n },
  ...{ deadline: 1_900_000_000n, window: 86_400n, feeBps: 50n, ref: BYTES },
};

/** One of each kind. */
const MESSAGES: { [Kind in SignedKind]: Extract<SignedMessage, { kind: Kind }> } = {
  transfer: {
    kind: "transfer",
    signed: { primaryType: "TransferWithAuthorization", ...place, message: authorization, signature },
  },
  lock: {
    kind: "lock",
    signed: { primaryType: "ReceiveWithAuthorization", ...place, message: authorization, signature },
  },
  cancellation: {
    kind: "cancellation",
    signed: { primaryType: "CancelAuthorization", ...place, message: { authorizer: ONE, nonce: BYTES }, signature },
  },
  vote: {
    kind: "vote",
    signed: {
      ...{ primaryType: "Ballot", ...place, signature },
      message: { proposalId: "7", support: 2, voter: ONE, nonce: MAX },
    },
  },
  ballotPaper: {
    kind: "ballotPaper",
    signed: {
      ...{ primaryType: "BallotPaper", ...place, signature },
      message: { proposalIds: ["7", "8"], support: [0, 1], voter: ONE, nonce: "0" },
    },
  },
  delegation: {
    kind: "delegation",
    signer: ONE,
    signed: {
      ...{ primaryType: "Delegation", ...place, signature },
      message: { delegatee: TWO, nonce: "3", expiry: MAX },
    },
  },
  order: { kind: "order", place, signed: { deal, amount: deal.price, validBefore: 1_800_000_000n, signature } },
  release: { kind: "release", place, signed: { deal, total: 1n, signature } },
};

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

describe("page: what one account signs and another sends", () => {
  it("is read as it was written, as a text and as a link", () => {
    for (const [kind, message] of Object.entries(MESSAGES)) {
      expect(readSigned(writeSigned(message)), kind).to.deep.equal(message);
      const link = signedLink("https://app.example/x/#/services/3?a=b", message);
      expect(link, kind).to.match(/^https:\/\/app\.example\/x\/#\/signed\?m=[\w-]+$/);
      expect(readSigned(link.slice(link.indexOf("?"))), kind).to.deep.equal(message);
      // A camera must read it as a code from the screen of a phone.
      expect(link.length, kind).to.be.below(600);
      const plain = toBase64Url(writeSigned(message));
      expect(readSigned(`?m=${plain}`), kind).to.deep.equal(message);
      for (let cut = 0; cut < link.length; cut += 7) {
        const part = readSigned(link.slice(link.indexOf("?"), cut));
        expect(part, `${kind}, ${cut} characters`).to.equal(undefined);
      }
    }
  });

  it("is refused when a field is missing, or is of another kind", () => {
    const wrong = [null, true, {}, [], "", "0x", "-1", 1.5, "1e3", "0x1", String(2n ** 256n), "<b>", ONE.slice(2)];
    for (const message of Object.values(MESSAGES)) {
      const written = JSON.parse(writeSigned(message)) as Record<string, unknown>;
      for (const inner of [written, written["message"], written["deal"]]) {
        for (const field of Object.keys((inner as object | undefined) ?? {})) {
          const target = inner as Record<string, unknown>;
          const { [field]: before } = target;
          // What the command line wrote has no such field: then nothing says who it must be.
          for (const value of [undefined, ...wrong]) {
            target[field] = value;
            // Some wrong values of one field are right ones of another.
            if (textOf(value) !== textOf(before)) {
              expect(readSigned(JSON.stringify(written)), `${message.kind} ${field} ${textOf(value)}`).to.equal(
                undefined,
              );
            }
          }
          target[field] = before;
        }
      }
    }
  });

  it("is refused when it is huge, or no text at all", () => {
    const bad = [
      ...["", "{", "null", "[]", "5", '"a"', "?m=", "?m=%%%", "?m=AAAA", `?m=${toBase64Url("[[]]")}`],
      "x".repeat(1_000_000),
      JSON.stringify({ ...MESSAGES.transfer.signed, signature: `0x${"12".repeat(5_000)}` }),
      `?m=${toBase64Url("[".repeat(9_000))}`,
    ];
    for (const text of bad) expect(readSigned(text), text.slice(0, 40)).to.equal(undefined);
    const many = Array.from({ length: 101 }, () => "1");
    const { signed } = MESSAGES.ballotPaper;
    const paper = { ...signed, message: { ...signed.message, proposalIds: many, support: many } };
    expect(readSigned(JSON.stringify(paper))).to.equal(undefined);
    expect(readSigned(JSON.stringify({ ...signed, message: { ...signed.message, support: [3, 0] } }))).to.equal(
      undefined,
    );
  });

  it("keeps nothing that its kind does not have", () => {
    const extra = { ...MESSAGES.vote.signed, __proto__: { evil: 1 }, evil: 2 };
    expect(readSigned(JSON.stringify(extra))).to.deep.equal(MESSAGES.vote);
    const written = JSON.parse(writeSigned(MESSAGES.order)) as { deal: object; signature: string };
    expect(readQuote(JSON.stringify({ ...written, deal: { ...written.deal, evil: 1 } }))).to.deep.equal({
      deal,
      signature,
    });
  });
});

describe("page: link to an order", () => {
  const terms = { price: "1.5", deliveryDays: "3", reviewDays: "1", arbiter: ONE };

  it("fills in the terms that it names, and no others", () => {
    const link = orderLink("https://app.example/#/services/3?price=9", terms);
    expect(link).to.equal(`https://app.example/#/services/3?price=1.5&deliver=3&review=1&arbiter=${ONE}`);
    expect(readOrderTerms(link.slice(link.indexOf("?")))).to.deep.equal(terms);
    expect(readOrderTerms("?price=%222%22")).to.deep.equal({ price: "2" });
    expect(readOrderTerms(`?price=${"9".repeat(61)}&review=`)).to.deep.equal({});
  });
});
