import { expect } from "chai";
import { leftOut, verdictOf } from "../../../scripts/mutate/judge.js";

const failure = { title: "PaymentHub.release pays", file: "release.ts", isTimeout: false };
const timeout = { ...failure, title: "PaymentHub.release hangs", isTimeout: true };

describe("mutate, verdict of a test run", () => {
  it("is killed when a test fails", () => {
    expect(verdictOf({ passed: 0, failures: [failure] })).to.equal("killed");
    expect(verdictOf({ passed: 9, failures: [timeout, failure] })).to.equal("killed");
  });

  it("is alive when all tests pass", () => {
    expect(verdictOf({ passed: 1, failures: [] })).to.equal("lives");
  });

  it("is open when a test only took too long, or none ran", () => {
    expect(verdictOf({ passed: 9, failures: [timeout] })).to.equal("undecided");
    expect(verdictOf({ passed: 0, failures: [] })).to.equal("undecided");
  });
});

describe("mutate, run of the unchanged contracts", () => {
  it("demands that every test passes on the deployed code", () => {
    expect(() => leftOut("PaymentHub", "deployed", { passed: 99, failures: [failure] })).to.throw(
      "PaymentHub: without any mutation 99 tests pass and 1 fail (deployed code): PaymentHub.release pays",
    );
    expect(leftOut("PaymentHub", "deployed", { passed: 99, failures: [] })).to.deep.equal(new Set());
  });

  it("leaves out single tests that the code without the optimizer fails", () => {
    expect(leftOut("PaymentHub", "fast", { passed: 99, failures: [failure] })).to.deep.equal(new Set([failure.title]));
  });

  it("demands that nearly all pass even so, and that there are tests", () => {
    const failures = [failure, failure];
    expect(() => leftOut("PaymentHub", "fast", { passed: 19, failures })).to.throw("19 tests pass and 2 fail");
    expect(() => leftOut("PaymentHub", "fast", { passed: 0, failures: [] })).to.throw("0 tests pass");
  });
});
