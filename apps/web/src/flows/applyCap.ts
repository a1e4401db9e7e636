import { applyCap } from "@servicecoin/sdk";
import type { Flow } from "../flow/flow.ts";

/** A scheduled cap that is due. */
export interface DueCap {
  asset: string;
  /** The new cap in words. */
  terms: string;
}

/** Lets a scheduled cap take effect. */
export const applyCapFlow: Flow<DueCap> = {
  name: "applyCap",
  async review({ client, t }, { asset, terms }) {
    const text = t.treasury;
    const prepared = await applyCap.prepare(client, { asset });
    await prepared.simulate();
    return {
      title: text.applyTitle,
      lines: [
        { label: text.newCap, value: terms },
        { label: text.whoMay, value: text.anyone },
      ],
      steps: [{ kind: "transaction", label: text.applyTitle, ...prepared }],
      done: () => ({ text: text.applied }),
    };
  },
};
