import { settings } from "../config/settings.ts";
import { createStore, useStore } from "../store/store.ts";
import { en } from "./en/index.ts";

/** Every text of the page. Functions take what the sentence is about. */
export type Text = typeof en;

/** Languages that the page speaks. */
export const LANGUAGES = { en: "English", zh: "中文" } as const;

export type Language = keyof typeof LANGUAGES;

const text = createStore<Text>(en);

/** The text in the user's language. */
export function currentText(): Text {
  return text.get();
}

/** The text in the user's language. */
export function useText(): Text {
  return useStore(text);
}

/** The language that the user chose, or else that of the browser. */
export function currentLanguage(): Language {
  return settings.get().language ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
}

/** Loads the text of the current language. Called at the start and after each choice. */
export async function loadLanguage(): Promise<void> {
  const language = currentLanguage();
  text.set(language === "zh" ? (await import("./zh/index.ts")).zh : en);
  document.documentElement.lang = language;
}
