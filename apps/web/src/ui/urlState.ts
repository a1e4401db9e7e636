import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

/** Values by their names in the URL. Those that are not there are empty. */
export type UrlState<Name extends string> = Readonly<Record<Name, string>>;

/**
 * What a screen keeps in its URL, so that links to it and the back button work.
 * @returns The values, and a function that changes some of them. With `replace` the back button skips the change: for
 * what is typed letter by letter.
 */
export function useUrlState<Name extends string>(
  names: readonly Name[],
): [UrlState<Name>, (change: Partial<UrlState<Name>>, replace?: boolean) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const values = Object.fromEntries(names.map((name) => [name, textOf(search[name])])) as Record<Name, string>;
  const change = (changes: Partial<UrlState<Name>>, replace = false) => {
    // From what is there then: two changes may come before the page is shown again.
    const next = (before: object) => Object.entries({ ...before, ...changes }).filter(([, value]) => value !== "");
    // The routes declare no search: each screen knows its own.
    const search = ((before: object) => Object.fromEntries(next(before))) as never;
    void navigate({ to: ".", search, replace });
  };
  return [values, change];
}

/** The router reads numbers and the like out of the URL. */
function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Milliseconds without a key after which what is typed counts. */
const TYPING_MS = 250;

/**
 * A text that the user types and that is kept elsewhere, such as in the URL: shown at once, handed on after a pause.
 * @param value What is kept now: it is shown when it changes by itself, as with the back button.
 */
export function useTyped(value: string, commit: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const handed = useRef(value);
  // The one of the last render: the pause is after the last key, not after the last time that the page was shown.
  const last = useRef(commit);
  useEffect(() => {
    last.current = commit;
  });
  useEffect(() => {
    if (value === handed.current) return;
    handed.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === handed.current) return undefined;
    const timer = setTimeout(() => {
      handed.current = text;
      last.current(text);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return [text, setText];
}
