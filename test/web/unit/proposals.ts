import { expect } from "chai";
import {
  cutParagraphs,
  distinct,
  partsOfDescription,
  stateAt,
  type Judged,
} from "../../../apps/web/src/screens/dao/proposals.ts";

const TIMES = { opensAt: 100, closesAt: 200, queuedAt: null, expiresAfter: 300, executedAt: null, canceledAt: null };
const PASSED: Judged = { quorum: "10", votes: { for: "8", against: "7", abstain: "2" }, timeline: TIMES };

describe("web: proposals", () => {
  it("tells the state of a proposal between two blocks, to the second", () => {
    const states = [100, 101, 200, 201, 300, 301].map((now) => stateAt(PASSED, now));
    expect(states).to.deep.equal(["pending", "active", "active", "succeeded", "succeeded", "expired"]);
    const queued = { ...PASSED, timeline: { ...TIMES, queuedAt: 210, expiresAfter: 400 } };
    expect([400, 401].map((now) => stateAt(queued, now))).to.deep.equal(["queued", "expired"]);
  });

  it("counts abstentions for the quorum, and needs more votes for than against", () => {
    const after = (votes: Judged["votes"], quorum: string | null = "10") => stateAt({ ...PASSED, votes, quorum }, 250);
    expect(after({ for: "9", against: "0", abstain: "0" })).to.equal("defeated");
    expect(after({ for: "1", against: "0", abstain: "9" })).to.equal("succeeded");
    expect(after({ for: "10", against: "10", abstain: "0" })).to.equal("defeated");
    // No block since voting opened: the quorum is not known, and nobody voted.
    expect(after({ for: "0", against: "0", abstain: "0" }, null)).to.equal("defeated");
  });

  it("says of an executed or canceled proposal only that", () => {
    expect(stateAt({ ...PASSED, timeline: { ...TIMES, executedAt: 250 } }, 999)).to.equal("executed");
    expect(stateAt({ ...PASSED, timeline: { ...TIMES, canceledAt: 50 } }, 50)).to.equal("canceled");
  });

  it("lists each proposal once, by number and not by the text of the number", () => {
    const ids = distinct([{ id: "9" }, { id: "10" }, { id: "9" }]).map(({ id }) => id);
    expect(ids).to.deep.equal(["10", "9"]);
  });

  it("splits a description into title and paragraphs, without the suffix that reserves it", () => {
    const suffix = `#proposer=0x${"aB".repeat(20)}`;
    const description = `## Pay for the roof\r\n\r\nIt leaks.\r\nA lot.\n \nTwo offers.${suffix}`;
    expect(partsOfDescription(description)).to.deep.equal({
      title: "Pay for the roof",
      paragraphs: ["It leaks.\nA lot.", "Two offers."],
    });
    expect(partsOfDescription(suffix)).to.deep.equal({ title: "", paragraphs: [] });
  });

  it("keeps all of a first line that is too long for a title", () => {
    const line = "𝒳".repeat(121);
    const { title, paragraphs } = partsOfDescription(line);
    expect(title).to.equal(`${"𝒳".repeat(120)}…`);
    expect(paragraphs).to.deep.equal([line]);
  });

  it("cuts a long text between characters", () => {
    expect(cutParagraphs(["ab", "😀😀😀"], 4)).to.deep.equal({ shown: ["ab", "😀😀…"], isCut: true });
    expect(cutParagraphs(["ab", "cd"], 4)).to.deep.equal({ shown: ["ab", "cd"], isCut: false });
    expect(cutParagraphs(["ab", "cd", "e"], 4)).to.deep.equal({ shown: ["ab", "cd"], isCut: true });
  });
});
