import { createSavedStore } from "./saved.ts";

/** Forms that are kept while they are not sent. */
export type DraftForm = "proposal" | "service";

/** An unfinished form. */
export interface KeptDraft {
  form: DraftForm;
  /** Milliseconds since 1970. */
  changedAt: number;
  /** What was entered, as JSON. Anyone may have edited it: check it before it is shown. */
  fields: string;
}

export type Drafts = Readonly<Record<string, KeptDraft>>;

function isDrafts(value: unknown): value is Drafts {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value as Record<string, Partial<KeptDraft> | null>).every(
    (draft) => typeof draft?.fields === "string" && typeof draft.changedAt === "number",
  );
}

/** By id. */
export const drafts = createSavedStore<Drafts>("drafts", isDrafts, {});

/** The drafts of a form, the one that was changed last first. */
export function draftsOf(all: Drafts, form: DraftForm): (KeptDraft & { id: string })[] {
  return Object.entries(all)
    .map(([id, draft]) => ({ id, ...draft }))
    .filter((draft) => draft.form === form)
    .sort((one, other) => other.changedAt - one.changedAt);
}

export function keepDraft(id: string, draft: KeptDraft): void {
  drafts.set((all) => ({ ...all, [id]: draft }));
}

export function discardDraft(id: string): void {
  drafts.set((all) => Object.fromEntries(Object.entries(all).filter(([known]) => known !== id)));
}
