import { expect } from "chai";
import { demandGreen, provesKill, verdictOf } from "../../../scripts/mutate/judge.js";

const failure = {
  title: "PaymentHub.release pays",
  message: "expected 1 to equal 2",
  file: "release.ts",
  isTimeout: false,
};
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
  it("proves that the mutant made a test fail only if the test then passes", () => {
    expect(provesKill({ passed: 1, failures: [] })).to.equal(true);
    expect(provesKill({ passed: 0, failures: [failure] })).to.equal(false);
    expect(provesKill({ passed: 0, failures: [timeout] })).to.equal(false);
    expect(provesKill({ passed: 0, failures: [] })).to.equal(false);
  });

  it("demands that there are tests and that all pass", () => {
    expect(() => {
      demandGreen({ passed: 99, failures: [failure] });
    }).to.throw("Without any mutation 99 tests pass and 1 fail: PaymentHub.release pays (expected 1 to equal 2)");
    expect(() => {
      demandGreen({ passed: 0, failures: [] });
    }).to.throw("Without any mutation 0 tests pass and 0 fail");
    demandGreen({ passed: 99, failures: [] });
  });
});
