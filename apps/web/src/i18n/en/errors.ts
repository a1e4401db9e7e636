import type { ErrorText } from "../errorText.ts";

/** What went wrong. The SDK's own sentences are English. */
export const errors: ErrorText = {
  locale: "en",
  sentences: {},
  dealStates: {},
  loanStates: {},
  minedAndFailed: () => "",
};
