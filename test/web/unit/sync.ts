import { expect } from "chai";
import { isSame, joinTexts, mergeContacts, mergeDrafts } from "../../../apps/web/src/sync/merge.ts";

const draft = (fields: string, changedAt: number) => ({ form: "proposal", fields, changedAt });

describe("page: what a device and the server have", () => {
  it("is put together when nothing was in common before", () => {
    expect(mergeContacts({}, { a: "Ann" }, { b: "Bob" })).to.deep.equal({ a: "Ann", b: "Bob" });
  });

  it("changes where one side changed or deleted it, on either side", () => {
    const base = { a: "Ann", b: "Bob", c: "Carl", d: "Dan" };
    const local = { a: "Anna", b: "Bob", d: "Dan", e: "Eve" };
    const remote = { a: "Ann", b: "Bobby", c: "Carl", f: "Fay" };
    expect(mergeContacts(base, local, remote)).to.deep.equal({ a: "Anna", b: "Bobby", e: "Eve", f: "Fay" });
    expect(mergeContacts(base, remote, local)).to.deep.equal({ a: "Anna", b: "Bobby", e: "Eve", f: "Fay" });
  });

  it("keeps what one side changed and the other deleted", () => {
    expect(mergeContacts({ a: "Ann" }, { a: "Anna" }, {})).to.deep.equal({ a: "Anna" });
    expect(mergeContacts({ a: "Ann" }, {}, { a: "Anna" })).to.deep.equal({ a: "Anna" });
  });

  it("keeps both names that two devices gave, and stays as it is when it is merged again", () => {
    const merged = mergeContacts({ a: "Ann" }, { a: "Anna" }, { a: "Anne" });
    expect(merged).to.deep.equal({ a: "Anna / Anne" });
    expect(mergeContacts({ a: "Ann" }, { a: "Anne" }, merged)).to.deep.equal(merged);
    expect(joinTexts("x".repeat(80), "y".repeat(80))).to.have.length(100);
  });

  it("has no name twice, since payments are made by name", () => {
    expect(mergeContacts({}, { a: "Bob" }, { b: "bob", c: "Bob" })).to.deep.equal({
      a: "Bob",
      b: "bob (2)",
      c: "Bob (3)",
    });
  });

  it("keeps both versions of a draft that two devices went on with, the newer one under its id", () => {
    const base = { x: draft("", 1) };
    const merged = mergeDrafts(base, { x: draft("here", 2) }, { x: draft("there", 3) }, () => "y");
    expect(merged).to.deep.equal({ x: draft("there", 3), y: draft("here", 2) });
  });

  it("is compared whatever the order of the fields is", () => {
    expect(isSame({ a: { b: 1, c: [1, 2] }, d: 2 }, { d: 2, a: { c: [1, 2], b: 1 } })).to.equal(true);
    expect(isSame({ a: [1, 2] }, { a: [2, 1] })).to.equal(false);
  });
});
