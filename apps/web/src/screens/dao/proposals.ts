import type { ItemOf } from "@servicecoin/indexer/client";

export type Proposal = ItemOf<"/proposals">;
export type ProposalState = Proposal["state"];

/** What decides about the state of a proposal. */
export type Judged = Pick<Proposal, "quorum"> & {
  votes: Pick<Proposal["votes"], "for" | "against" | "abstain">;
  timeline: Pick<
    Proposal["timeline"],
    "opensAt" | "closesAt" | "queuedAt" | "expiresAfter" | "executedAt" | "canceledAt"
  >;
};

/**
 * The state of a proposal now. The index has that of its last block, which may be a while ago: voting opens and closes
 * without a block.
 */
export function stateAt({ votes, quorum, timeline }: Judged, now: number): ProposalState {
  const { opensAt, closesAt, queuedAt, expiresAfter, executedAt, canceledAt } = timeline;
  if (executedAt !== null) return "executed";
  if (canceledAt !== null) return "canceled";
  if (opensAt >= now) return "pending";
  if (closesAt >= now) return "active";
  // Without a block since voting opened there is no quorum, and nobody voted.
  const [inFavor, against, abstain] = [BigInt(votes.for), BigInt(votes.against), BigInt(votes.abstain)];
  if (quorum === null || inFavor + abstain < BigInt(quorum) || inFavor <= against) return "defeated";
  if (expiresAfter !== null && now > expiresAfter) return "expired";
  return queuedAt === null ? "succeeded" : "queued";
}

const ONGOING: readonly ProposalState[] = ["pending", "active", "succeeded", "queued"];

/** Whether something can still happen to a proposal in this state. */
export function isOngoing(state: ProposalState): boolean {
  return ONGOING.includes(state);
}

/** The newest first. Their numbers count up. */
export function byNumber(a: { id: string }, b: { id: string }): number {
  return BigInt(a.id) < BigInt(b.id) ? 1 : -1;
}

/** Each proposal once, the newest first. */
export function distinct<One extends { id: string }>(proposals: readonly One[]): One[] {
  return [...new Map(proposals.map((one) => [one.id, one])).values()].sort(byNumber);
}

const TITLE_LENGTH = 120;
const EXCLUSIVE = /#proposer=0x[0-9a-fA-F]{40}$/;

/**
 * The description of a proposal as a title and paragraphs: its first line, without marks of Markdown, and the rest.
 * Leaves out the suffix that reserves it to the proposer.
 */
export function partsOfDescription(description: string): { title: string; paragraphs: string[] } {
  const text = description.replace(EXCLUSIVE, "").replaceAll(/\r\n?/g, "\n").trim();
  const [first = "", ...rest] = text.split("\n");
  const heading = charactersOf(first.replace(/^#+\s+/, "").trim());
  const isCut = heading.length > TITLE_LENGTH;
  const title = isCut ? `${heading.slice(0, TITLE_LENGTH).join("")}…` : heading.join("");
  const body = isCut ? text : rest.join("\n");
  const paragraphs = body.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  return { title, paragraphs: paragraphs.filter((paragraph) => paragraph !== "") };
}

/** Cuts paragraphs after a number of characters, so that a long text does not fill the screen. */
export function cutParagraphs(paragraphs: readonly string[], most: number): { shown: string[]; isCut: boolean } {
  const shown: string[] = [];
  let left = most;
  for (const paragraph of paragraphs) {
    if (left <= 0) break;
    const characters = charactersOf(paragraph);
    shown.push(characters.length > left ? `${characters.slice(0, left).join("")}…` : paragraph);
    left -= characters.length;
  }
  return { shown, isCut: left < 0 || shown.length < paragraphs.length };
}

/** What a reader takes for one character: none is cut in two. */
function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text), ({ segment }) => segment);
}
