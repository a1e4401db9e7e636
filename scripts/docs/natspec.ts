/** Reads events and errors and their NatSpec from Solidity sources, so that no compiler has to run. */
import { globSync } from "node:fs";
import { projectFiles, read } from "../check/files.ts";

/** What NatSpec says about one event or error. */
export interface NatSpec {
  /** `@notice`, or `@dev` where there is no notice. */
  readonly summary: string;
  /** The text of each `@param`, by name. */
  readonly params: ReadonlyMap<string, string>;
}

const OPENZEPPELIN = "node_modules/@openzeppelin/contracts";

const sources = [
  ...projectFiles("contracts").filter((file) => file.endsWith(".sol") && !file.startsWith("contracts/mocks/")),
  ...globSync(`${OPENZEPPELIN}/**/*.sol`).sort(),
];

/** By kind, name and parameter names: `Transfer` of ERC-20 and of ERC-721 differ in the last one only. */
const found = new Map<string, NatSpec>();
for (const file of sources) {
  for (const [key, natSpec] of declarationsIn(read(file))) if (!found.has(key)) found.set(key, natSpec);
}

/** The NatSpec of an event or error, if a source declares one with these parameters. */
export function natSpecOf(kind: string, name: string, params: readonly string[]): NatSpec | undefined {
  return found.get(keyOf(kind, name, params));
}

function keyOf(kind: string, name: string, params: readonly string[]): string {
  return `${kind} ${name}(${params.join()})`;
}

function declarationsIn(source: string): [string, NatSpec][] {
  return [...source.matchAll(/^[ \t]*(event|error)\s+(\w+)\s*\(([^)]*)\)/gm)].map((match) => {
    const [, kind = "", name = "", params = ""] = match;
    const names = params.split(",").map((param) => param.trim().split(/\s+/).at(-1) ?? "");
    return [keyOf(kind, name, names.filter(Boolean)), parse(commentBefore(source.slice(0, match.index)))];
  });
}

/** The text of the doc comment at the end of the source, without its marks. */
function commentBefore(source: string): string {
  const lines = /(?:^[ \t]*\/\/\/.*\n)+$/m.exec(source)?.[0];
  if (lines !== undefined) return lines.replace(/^[ \t]*\/\/\/ ?/gm, "");
  const block = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(source)?.[1] ?? "";
  return block.replace(/^[ \t]*\* ?/gm, "");
}

function parse(comment: string): NatSpec {
  const params = new Map<string, string>();
  let notice = "";
  let dev = "";
  for (const [, tag = "notice", text = ""] of comment.matchAll(/(?:^\s*@(\w+)\s+)?((?:(?!^\s*@)[\s\S])+)/gm)) {
    const line = text.replace(/\s+/g, " ").trim();
    if (tag === "notice") notice += line;
    else if (tag === "dev") dev += line;
    else if (tag === "param") params.set(line.split(" ")[0] ?? "", line.split(" ").slice(1).join(" "));
  }
  return { summary: plain(notice || dev), params };
}

/** The column says "when" already, and OpenZeppelin links to other entries as `{name}`. */
function plain(text: string): string {
  const condition = text.replace(/^(?:Thrown|Emitted) when /, "").replace(/\{([\w-]+)\}/g, "`$1`");
  return condition.charAt(0).toUpperCase() + condition.slice(1);
}
