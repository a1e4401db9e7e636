import { isMap, LineCounter, parseDocument, type Document } from "yaml";
import type * as z from "zod";

/** A fault of a settings file: where it is and what is expected there. */
export interface SettingsFault {
  /** Line of the file, from 1; undefined for a fault of an option. */
  line: number | undefined;
  /** Path of the field, such as `for[0]`; empty for the whole file. */
  field: string;
  expected: string;
}

/** Settings that are not valid. Nothing is started with them. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(
    /** What the settings are, such as "policy". */
    readonly subject: string,
    /** Name of the file; undefined when only options were given. */
    readonly file: string | undefined,
    readonly faults: readonly SettingsFault[],
  ) {
    const lines = faults.map(({ line, field, expected }) => {
      const place = line === undefined ? "option" : `line ${line}`;
      return field === "" ? `${place}: expected ${expected}` : `${place}, ${field}: expected ${expected}`;
    });
    super(`The ${subject}${file === undefined ? "" : ` ${file}`} is not valid: ${lines.join("; ")}`);
  }
}

/** The text of a file and its name for messages. */
export interface SettingsFile {
  name: string;
  text: string;
}

/**
 * Reads settings from a file, which is JSON, and from options, which come first.
 * @param subject What the settings are, for messages.
 * @param schema A strict object. The messages of its issues say what is expected.
 * @throws SettingsError
 */
export function readSettings<Schema extends z.ZodType>(
  subject: string,
  schema: Schema,
  file: SettingsFile | undefined,
  options: Readonly<Record<string, unknown>> = {},
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { document, lines } = parse(subject, file);
  const content: unknown = document?.toJS() ?? {};
  const isObject = typeof content === "object" && content !== null && !Array.isArray(content);
  const parsed = schema.safeParse(isObject ? { ...content, ...given } : content);
  if (parsed.success) return parsed.data;
  const place = new Place(document, lines, new Set(Object.keys(given)));
  throw new SettingsError(
    subject,
    file?.name,
    parsed.error.issues.flatMap((issue) => faultsOf(subject, issue, place)),
  );
}

function parse(
  subject: string,
  file: SettingsFile | undefined,
): { document: Document | undefined; lines: LineCounter } {
  const lines = new LineCounter();
  if (file === undefined) return { document: undefined, lines };
  // Every JSON document is one of YAML, whose parser knows the line of each value. Numbers keep their digits.
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false, schema: "json" });
  if (document.errors.length === 0) return { document, lines };
  const faults = document.errors.map(({ pos: [at], message }) => {
    return { line: lines.linePos(at).line, field: "", expected: `valid JSON (${message})` };
  });
  throw new SettingsError(subject, file.name, faults);
}

function faultsOf(subject: string, issue: z.core.$ZodIssue, place: Place): SettingsFault[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      line: place.lineOf([...path, key]),
      field: nameOf([...path, key]),
      expected: "no such field",
    }));
  }
  const expected = path.length === 0 ? `an object with the fields of a ${subject}` : issue.message;
  return [{ line: place.lineOf(path), field: nameOf(path), expected }];
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name === "" ? String(part) : `${name}.${String(part)}`;
  }, "");
}

/** Finds the lines of fields. */
class Place {
  constructor(
    private readonly document: Document | undefined,
    private readonly lines: LineCounter,
    /** Fields that options gave. */
    private readonly given: ReadonlySet<string>,
  ) {}

  /** The line of a field, or of the nearest one around it; undefined when an option gave it. */
  lineOf(path: readonly PropertyKey[]): number | undefined {
    if (this.document === undefined || this.given.has(String(path[0]))) return undefined;
    if (!isMap(this.document.contents)) return 1;
    for (let length = path.length; length > 0; length--) {
      const node = this.document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range !== undefined) return this.lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}
