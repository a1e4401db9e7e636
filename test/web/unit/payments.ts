import { expect } from "chai";
import { encodeBytes32String, id, Interface } from "ethers";
import { en } from "../../../apps/web/src/i18n/en/index.ts";
import { readAddressBook, writeAddressBook } from "../../../apps/web/src/screens/pay/addressBookFile.ts";
import { paymentUri } from "../../../apps/web/src/screens/pay/eip681.ts";
import { paymentLink, readPaymentRequest } from "../../../apps/web/src/screens/pay/paymentLink.ts";
import { imitatedBy, looksLike, paidAccounts } from "../../../apps/web/src/ui/lookalike.ts";
import { parseReference, textOfReference } from "../../../apps/web/src/ui/reference.ts";

const REAL = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const FAKE = "0x70990000000000000000000000000000000079c8";
const OTHER = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const NOTHING = { amount: "", reference: "", name: "", contact: "" };
const NOBODY = "0x0000000000000000000000000000000000000000";

describe("page: addresses that look alike", () => {
  it("are those with the same four digits at both ends, in any case", () => {
    expect(FAKE).to.have.length(42);
    expect(looksLike(REAL, FAKE)).to.equal(true);
    expect(looksLike(REAL, FAKE.toUpperCase().replace("0X", "0x"))).to.equal(true);
    expect(looksLike(REAL, REAL.toLowerCase())).to.equal(false);
    expect(looksLike(REAL, OTHER)).to.equal(false);
  });

  it("imitate what the user knows, the most trusted first", () => {
    const paid = { address: REAL, from: "paid" } as const;
    const named = { address: REAL, from: "book", name: "Anna" } as const;
    expect(imitatedBy(FAKE, [paid])).to.equal(paid);
    expect(imitatedBy(FAKE, [paid, named])).to.equal(named);
    expect(imitatedBy(OTHER, [paid, named])).to.equal(undefined);
  });

  it("do not accuse an account that the user named", () => {
    const fakeIsPaid = { address: FAKE, from: "paid" } as const;
    expect(imitatedBy(REAL, [fakeIsPaid, { address: REAL, from: "book", name: "Anna" }])).to.equal(undefined);
  });

  it("still warn of one that was paid by mistake before", () => {
    const known = [{ address: FAKE, from: "paid" } as const, { address: REAL, from: "book", name: "Anna" } as const];
    expect(imitatedBy(FAKE, known)?.name).to.equal("Anna");
  });

  it("get into the list of recent recipients neither by nothing nor by dust", () => {
    const of = (from: string, to: string, amount: string) => ({ from, to, amount });
    const history = [
      of(REAL, FAKE, "0"),
      of(REAL, FAKE, "999999999999999"),
      of(FAKE, REAL, "1"),
      of(REAL, OTHER, "1000000000000000"),
      of(REAL, NOBODY, "1000000000000000000"),
      of(REAL.toLowerCase(), OTHER, "5000000000000000"),
    ];
    expect(paidAccounts(REAL, history)).to.deep.equal([OTHER]);
  });
});

describe("page: reference of a payment", () => {
  it("is encoded as the command line does it", () => {
    expect(parseReference(" invoice 17 ", en).value).to.equal(encodeBytes32String("invoice 17"));
    expect(parseReference("发票 17", en).value).to.equal(encodeBytes32String("发票 17"));
    expect(parseReference("x".repeat(31), en).value).to.equal(encodeBytes32String("x".repeat(31)));
    expect(parseReference(id("a file").toUpperCase().replace("0X", "0x"), en).value).to.equal(id("a file"));
    expect(parseReference("  ", en)).to.deep.equal({ value: undefined });
  });

  it("has room for 31 bytes, not letters", () => {
    expect(parseReference("x".repeat(32), en).error).to.equal(en.pay.referenceTooLong(32));
    expect(parseReference("发".repeat(11), en).error).to.equal(en.pay.referenceTooLong(33));
    expect(parseReference("0x1234", en).error).to.equal(en.pay.referenceHex);
  });

  it("is read as text only where it is one", () => {
    for (const text of ["invoice 17", "发票 17", "x".repeat(31)]) {
      expect(textOfReference(encodeBytes32String(text))).to.equal(text);
    }
    expect(textOfReference(id("a file"))).to.equal(undefined);
    expect(textOfReference(`0x${"00".repeat(32)}`)).to.equal(undefined);
    expect(textOfReference(`0x4100420000${"00".repeat(27)}`)).to.equal(undefined);
  });
});

describe("page: request of a payment", () => {
  it("as a link is read as it was written, also an amount that no number holds", () => {
    const request = { to: REAL, amount: "123456789012345678.123456789012345678", reference: "a&b=#1 ü" };
    const named = { ...request, name: "<b>Ann</b> & Söhne", contact: "ann@example.org" };
    const link = paymentLink("https://app.example/x/#/pay/request", named);
    expect(link).to.match(/^https:\/\/app\.example\/x\/#\/pay\?to=0x/);
    expect(readPaymentRequest(link.slice(link.indexOf("?")))).to.deep.equal(named);
  });

  it("without an amount leaves it to the payer", () => {
    const link = paymentLink("http://127.0.0.1:3000/", { ...NOTHING, to: REAL });
    expect(link).to.equal(`http://127.0.0.1:3000/#/pay?to=${REAL}`);
    expect(readPaymentRequest("?to=0x12")).to.deep.equal({ ...NOTHING, to: "0x12" });
    expect(readPaymentRequest("?amount=5")).to.equal(undefined);
  });

  it("as a code asks for a transfer of base units (EIP-681)", () => {
    const uri = paymentUri({ coin: OTHER, chainId: 11155111, to: REAL, amount: 1_500_000_000_000_000_000n });
    expect(uri).to.equal(`ethereum:${OTHER}@11155111/transfer?address=${REAL}&uint256=1500000000000000000`);
    // A wallet takes the types from the names: they are those of `transfer`.
    const types = [...new URLSearchParams(uri.slice(uri.indexOf("?"))).keys()];
    const call = new Interface([`function transfer(${types.join(",")})`]).getFunction("transfer");
    expect(call?.selector).to.equal("0xa9059cbb");
  });
});

describe("page: address book as a file", () => {
  it("is read as it was written", () => {
    const book = { [REAL.toLowerCase()]: "Anna", [OTHER.toLowerCase()]: "Bob" };
    expect(readAddressBook(writeAddressBook(book))).to.deep.equal(book);
    expect(writeAddressBook(book)).to.contain(REAL);
  });

  it("is refused as a whole for what is no address or no name", () => {
    for (const bad of ["", "[]", "null", '{"0x12":"Anna"}', `{"${REAL}":5}`, `{"${REAL}":"0xBob"}`, `{"${REAL}":""}`]) {
      expect(readAddressBook(bad), bad).to.equal(undefined);
    }
  });
});
