import { useNavigate, useSearch } from "@tanstack/react-router";

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
    const next = Object.entries<string | undefined>({ ...values, ...changes }).filter(([, value]) => value !== "");
    // The routes declare no search: each screen knows its own.
    void navigate({ to: ".", search: Object.fromEntries(next) as never, replace });
  };
  return [values, change];
}

/** The router reads numbers and the like out of the URL. */
function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
