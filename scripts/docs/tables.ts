/** Writes the tables of events and errors: docs/events.md, docs/errors.md, and a part of each page in docs/operations. */
import { posix } from "node:path";
import { projectFiles, read } from "../check/files.ts";
import { entries, sentences, type Entry } from "./entries.ts";

const OPERATIONS = "docs/operations";
const INHERITED = "Inherited from OpenZeppelin";
const BEGIN = "<!-- Written by `npm run docs` from NatSpec: the events and errors named above. -->";
const END = "<!-- End of the written part. -->";
const WRITTEN = new RegExp(`${BEGIN}[\\s\\S]*${END}`);

const pages = projectFiles(OPERATIONS).filter((file) => file.endsWith(".md") && read(file).includes(BEGIN));

/** The files with tables, with the text that they should have. */
export function documents(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/events.md", reference("event")],
    ["docs/errors.md", reference("error")],
    ...pages.map((file): [string, string] => [file, read(file).replace(WRITTEN, () => partOf(file))]),
  ]);
}

/** Those of them that are not as they should be. */
export function outdated(): string[] {
  return [...documents()].filter(([file, text]) => textOf(file) !== text).map(([file]) => file);
}

function textOf(file: string): string {
  return projectFiles(file).length === 0 ? "" : read(file);
}

const INTRODUCTION = {
  event:
    "# Events\n\nThe events of each contract. `events` of a sent transaction and `decodeLogs` of the [SDK](sdk.md#events) have the same names\nand arguments.",
  error:
    "# Errors\n\nThe errors of each contract, and the message that the [SDK](sdk.md#errors) shows for each; the `code` of the SDK's error is the\nname of the Solidity error. In errors of `PaymentHub`, `index` is the position in a batch, or 0 for a single call.",
};

function reference(kind: Entry["kind"]): string {
  const ofKind = entries.filter((entry) => entry.kind === kind);
  const own = ofKind.filter(({ isOurs }) => isOurs);
  const contracts = [...new Set(own.map(homeOf))].sort();
  const sections = contracts.map((contract) =>
    section(contract, own.filter((entry) => homeOf(entry) === contract), kind, false),
  );
  const inherited = ofKind.filter(({ isOurs }) => !isOurs).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    "<!-- Written by `npm run docs` from the NatSpec of the contracts. Do not edit. -->",
    INTRODUCTION[kind],
    ...sections,
    section(INHERITED, inherited, kind, true),
    "",
  ].join("\n\n").replace(/\n\n$/, "\n");
}

function section(title: string, list: readonly Entry[], kind: Entry["kind"], hasContracts: boolean): string {
  const heads = [kind, "arguments", "when", ...(kind === "error" ? ["message of the SDK"] : []), ...(hasContracts ? ["contracts"] : []), "operations"];
  const rows = list.map((entry) => [
    `\`${entry.name}\``,
    entry.params.map(argument).join("<br>"),
    entry.summary,
    ...(kind === "error" ? [messageOf(entry)] : []),
    ...(hasContracts ? [entry.contracts.join(", ")] : []),
    pages
      .filter((file) => namedIn(file).includes(entry))
      .map((file) => `[${posix.basename(file, ".md")}](operations/${posix.basename(file)})`)
      .join(", "),
  ]);
  return `## ${title}\n\n${table(heads, rows)}`;
}

/** The message, with the names of its arguments in braces and without their formats. */
function messageOf({ name }: Entry): string {
  return (sentences.get(name) ?? "").replace(/\{(\w+)\|\w+\}/g, "{$1}");
}

function argument({ name, type, isIndexed, meaning }: Entry["params"][number]): string {
  return `\`${type}${isIndexed ? " indexed" : ""} ${name}\`${meaning ? `: ${meaning}` : ""}`;
}

/** The written part of a page of docs/operations. */
function partOf(file: string): string {
  const named = namedIn(file);
  const parts = (["event", "error"] as const).flatMap((kind) => {
    const list = named.filter((entry) => entry.kind === kind);
    if (list.length === 0) return [];
    const rows = list.map((entry) => {
      const signature = `${entry.name}(${entry.params.map(({ name }) => name).join(", ")})`;
      return [`[\`${signature}\`](../${kind}s.md#${anchorOf(entry)})`, entry.summary];
    });
    return [`## ${kind === "event" ? "Events" : "Errors"}\n\n${table([kind, "when"], rows)}`];
  });
  return [BEGIN, ...parts, END].join("\n\n");
}

function anchorOf(entry: Entry): string {
  return (entry.isOurs ? homeOf(entry) : INHERITED).toLowerCase().replaceAll(" ", "-");
}

/** The contract whose section has an entry of ours: errors of types reach every contract that uses the type. */
function homeOf(entry: Entry): string {
  return entry.contracts[0] ?? "";
}

/** Events and errors that a page names in code, in the order of the page. */
function namedIn(file: string): Entry[] {
  const text = read(file).replace(WRITTEN, "");
  const contracts = /^\*\*Contract\*\*: (.*)$/m.exec(text)?.[1] ?? "";
  const names = new Set([...text.matchAll(/`(\w+)(?:\([^`]*\))?`/g)].map(([, name = ""]) => name));
  return [...names].flatMap((name) => {
    const candidates = entries.filter((entry) => entry.name === name);
    const local = candidates.find((entry) => entry.contracts.some((contract) => contracts.includes(`\`${contract}\``)));
    return local ?? candidates[0] ?? [];
  });
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
