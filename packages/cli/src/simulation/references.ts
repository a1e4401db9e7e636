/** What --json printed for the named steps; undefined for one that failed. */
export type Results = Map<string, unknown>;

const REFERENCE = /\{([A-Za-z]\w*)((?:\.\w+)+)\}/g;

/** Replaces references such as `{roof.dealId}` by results of earlier steps. @returns why one cannot be, instead */
export function fill(words: readonly string[], results: Results): { words: string[] } | { missing: string } {
  let missing: string | undefined;
  const filled = words.map((word) =>
    word.replace(REFERENCE, (reference, name: string, path: string) => {
      const found = find(reference, name, path.slice(1).split("."), results);
      if (typeof found === "string") return found;
      missing ??= found.missing;
      return reference;
    }),
  );
  return missing === undefined ? { words: filled } : { missing };
}

function find(
  reference: string,
  name: string,
  path: readonly string[],
  results: Results,
): string | { missing: string } {
  if (!results.has(name)) return { missing: `${reference} is not known: no earlier step has the name ${name}.` };
  let value = results.get(name);
  if (value === undefined) return { missing: `${reference} is not known: the step ${name} failed.` };
  for (const field of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, field)) {
      const fields = typeof value === "object" && value !== null ? Object.keys(value).join(", ") : "none";
      return { missing: `${reference} is not known: there is no field ${field} (there are: ${fields}).` };
    }
    value = (value as Record<string, unknown>)[field];
  }
  if (typeof value === "string" || typeof value === "number") return String(value);
  return { missing: `${reference} is not one value: name a field of it.` };
}
