import { ASSETS, EMPTY_DRAFT, KINDS, LIMIT_CHANGES, SETTINGS, UNITS, type Draft } from "../../flows/drafts.ts";

/** Characters: a description is written into the chain, and each costs gas. */
export const MAX_TITLE = 120;
export const MAX_BODY = 10_000;
export const MAX_ACTIONS = 10;

/** What is typed for a proposal. */
export interface ProposalFields {
  title: string;
  body: string;
  /** At least one. */
  drafts: { id: number; draft: Draft }[];
}

export const EMPTY_PROPOSAL: ProposalFields = { title: "", body: "", drafts: [{ id: 0, draft: EMPTY_DRAFT }] };

const WORDS: Partial<Record<keyof Draft, readonly string[]>> = {
  kind: KINDS,
  asset: ASSETS,
  unit: Object.keys(UNITS),
  setting: Object.keys(SETTINGS),
  change: LIMIT_CHANGES,
};

/** Reads a saved proposal; undefined if it is not valid. */
export function readProposalFields(value: unknown): ProposalFields | undefined {
  const { title, body, drafts } = (typeof value === "object" && value !== null ? value : {}) as Partial<ProposalFields>;
  if (typeof title !== "string" || typeof body !== "string" || !Array.isArray(drafts)) return undefined;
  if (drafts.length === 0 || drafts.length > MAX_ACTIONS) return undefined;
  const read = drafts.map((one: unknown, id) => {
    const { draft } = (typeof one === "object" && one !== null ? one : {}) as { draft?: unknown };
    // Drafts of earlier versions have fewer fields.
    const whole: unknown = typeof draft === "object" ? { ...EMPTY_DRAFT, ...draft } : draft;
    return isDraft(whole) ? { id, draft: whole } : undefined;
  });
  const actions = read.filter((one) => one !== undefined);
  return actions.length < read.length ? undefined : { title, body, drafts: actions };
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (Object.keys(EMPTY_DRAFT) as (keyof Draft)[]).every((name) => {
    const text = fields[name];
    return typeof text === "string" && (WORDS[name]?.includes(text) ?? true);
  });
}
