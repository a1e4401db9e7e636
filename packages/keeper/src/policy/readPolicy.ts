import { isMap, LineCounter, parseDocument, type Document } from "yaml";
import type * as z from "zod";
import { policySchema, type Policy, type PolicyInput } from "./policy.js";

/** A fault of a policy: where it is and what is expected there. */
export interface PolicyFault {
  /** Line of the file, from 1; undefined for a fault of an option. */
  line: number | undefined;
  /** Path of the field, such as `for[0]`; empty for the whole file. */
  field: string;
  expected: string;
}

/** A policy that is not valid. Nothing is started with it. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  constructor(
    /** Name of the file; undefined when only options were given. */
    readonly file: string | undefined,
    readonly faults: readonly PolicyFault[],
  ) {
    const lines = faults.map(({ line, field, expected }) => {
      const place = line === undefined ? "option" : `line ${line}`;
      return field === "" ? `${place}: expected ${expected}` : `${place}, ${field}: expected ${expected}`;
    });
    super(`The policy${file === undefined ? "" : ` ${file}`} is not valid: ${lines.join("; ")}`);
  }
}

/** The text of a policy and its name for messages. */
export interface PolicyFile {
  name: string;
  text: string;
}

/**
 * Reads a policy from its file, which is JSON, and from options, which come first.
 * @throws PolicyError
 */
export function readPolicy(file: PolicyFile | undefined, options: PolicyInput = {}): Policy {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { document, lines } = parse(file);
  const content: unknown = document?.toJS() ?? {};
  const parsed = policySchema.safeParse(isRecord(content) ? { ...content, ...given } : content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, document, lines, new Set(Object.keys(given))));
  throw new PolicyError(file?.name, faults);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(file: PolicyFile | undefined): { document: Document | undefined; lines: LineCounter } {
  const lines = new LineCounter();
  if (file === undefined) return { document: undefined, lines };
  // Every JSON document is one of YAML, whose parser knows the line of each value. Numbers keep their digits.
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false, schema: "json" });
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos: [at], message }) => {
      return { line: lines.linePos(at).line, field: "", expected: `valid JSON (${message})` };
    });
    throw new PolicyError(file.name, faults);
  }
  return { document, lines };
}

function faultsOf(
  issue: z.core.$ZodIssue,
  document: Document | undefined,
  lines: LineCounter,
  given: ReadonlySet<string>,
): PolicyFault[] {
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(policySchema.in.shape).join(", ");
    return issue.keys.map((key) => ({
      line: lineOf([key], document, lines, given),
      field: key,
      expected: `no such field: there are ${known}`,
    }));
  }
  const { path } = issue;
  return [{ line: lineOf(path, document, lines, given), field: nameOf(path), expected: expectedOf(issue) }];
}

function expectedOf(issue: z.core.$ZodIssue): string {
  if (issue.path.length === 0) return "an object with the fields of a policy";
  return issue.message;
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name === "" ? String(part) : `${name}.${String(part)}`;
  }, "");
}

/** The line of a field; undefined when an option gave it. */
function lineOf(
  path: readonly PropertyKey[],
  document: Document | undefined,
  lines: LineCounter,
  given: ReadonlySet<string>,
): number | undefined {
  if (document === undefined || given.has(String(path[0]))) return undefined;
  const { contents } = document;
  if (!isMap(contents)) return 1;
  // Of the value, or of the nearest one around it.
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
