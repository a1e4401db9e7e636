import { useEffect, useState } from "react";
import { discardDraft, drafts, draftsOf, keepDraft, type DraftForm } from "../store/drafts.ts";
import { useStore } from "../store/store.ts";
import { openFlow } from "./runner.ts";

/** A form that is kept while it is not sent. */
export interface Draft<Fields> {
  fields: Fields;
  change: (next: (fields: Fields) => Fields) => void;
  /** Whether something is kept. */
  isKept: boolean;
  /** Called when the form is sent: once the flow that it starts is done, nothing is kept any more. */
  sent: () => void;
  discard: () => void;
  /** Shows the version that another device kept; undefined without one. */
  showOther: (() => void) | undefined;
}

/** Drafts whose flow is open. Not of a component: a list that has grown may replace the form before the flow is done. */
const sending = new Map<DraftForm, string>();

/**
 * The fields of a form, as they were left here or on another device of the signed-in user.
 * @param read Checks what was kept: anyone may have edited it. Undefined for what does not fit.
 */
export function useDraft<Fields extends object>(
  form: DraftForm,
  empty: Fields,
  read: (value: unknown) => Fields | undefined,
): Draft<Fields> {
  const kept = draftsOf(useStore(drafts), form).flatMap(({ id, fields: text, changedAt }) => {
    const fields = read(parsed(text));
    return fields === undefined ? [] : [{ id, fields, changedAt }];
  });
  const [current, other] = kept;
  const [newId, setNewId] = useState(() => crypto.randomUUID());
  const id = current?.id ?? newId;
  const discard = () => {
    discardDraft(id);
    setNewId(crypto.randomUUID());
  };
  const flow = useStore(openFlow);
  useEffect(() => {
    const sent = sending.get(form);
    if (sent === undefined) return;
    if (flow?.stage.stage === "done") discardDraft(sent);
    if (flow === undefined || flow.stage.stage === "done") sending.delete(form);
  }, [form, flow]);
  return {
    fields: current?.fields ?? empty,
    change(next) {
      // Not from what was rendered: two changes may come before the next time.
      const [now] = draftsOf(drafts.get(), form).filter((draft) => draft.id === id);
      const fields = next((now && read(parsed(now.fields))) ?? empty);
      keepDraft(id, { form, changedAt: Date.now(), fields: JSON.stringify(fields) });
    },
    isKept: current !== undefined,
    sent: () => void sending.set(form, id),
    discard,
    showOther:
      other === undefined
        ? undefined
        : () => {
            keepDraft(other.id, { form, changedAt: Date.now(), fields: JSON.stringify(other.fields) });
          },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
