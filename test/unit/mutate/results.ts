import { expect } from "chai";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Results } from "../../../scripts/mutate/results.js";

describe("mutate, results", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mutate-results-"));
    file = path.join(folder, "results.jsonl");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("keeps the last verdict of each mutant for a later run", () => {
    const results = new Results(file);
    results.add({ name: "a", verdict: "started" });
    results.add({ name: "a", verdict: "candidate", by: "12 tests pass" });
    results.add({ name: "b", verdict: "started" });
    results.add({ name: "b", verdict: "killed", by: "a test" });
    const later = new Results(file);
    expect(later.of("a")?.verdict).to.equal("candidate");
    expect(later.decided(["a", "b", "c"])).to.deep.equal([
      { name: "b", verdict: "killed", by: "a test", contracts: "", seconds: 0 },
    ]);
  });

  it("tries a mutant again when the process ended with it, but not a third time", () => {
    const results = new Results(file);
    results.add({ name: "a", verdict: "candidate" });
    results.add({ name: "a", verdict: "started" });
    expect(new Results(file).of("a")?.verdict).to.equal("candidate");
    appendFileSync(file, '{"name":"a","verdict":"started"}\n');
    expect(new Results(file).of("a")?.verdict).to.equal("undecided");
  });
});
