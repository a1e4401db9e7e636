/** The events and errors of all contracts, from their ABIs. */
import { projectFiles, read } from "../check/files.ts";
import { natSpecOf } from "./natspec.ts";

/** An event or error, and the contracts that have it. */
export interface Entry {
  readonly kind: "event" | "error";
  readonly name: string;
  readonly params: readonly Param[];
  /** What NatSpec says, empty where it says nothing. */
  readonly summary: string;
  readonly contracts: readonly string[];
  /** Declared in our sources, not in OpenZeppelin's. */
  readonly isOurs: boolean;
}

export interface Param {
  readonly name: string;
  readonly type: string;
  readonly isIndexed: boolean;
  readonly meaning: string;
}

const ABI = "packages/sdk/src/abi";
const SENTENCES = "packages/sdk/src/core/sentences.ts";

const ours = new Set(
  projectFiles("contracts")
    .filter((file) => file.endsWith(".sol") && !file.startsWith("contracts/mocks/"))
    .flatMap((file) => [...read(file).matchAll(/^[ \t]*(?:event|error)\s+(\w+)/gm)].map(([, name = ""]) => name)),
);

/** All events and errors, by name within a contract. */
export const entries = collect();

/** The SDK's message for each error, by the error's name. */
export const sentences = readSentences();

function collect(): Entry[] {
  const byLine = new Map<string, Entry>();
  for (const file of projectFiles(ABI)) {
    const contract = file.slice(ABI.length + 1, -".ts".length);
    for (const [line, kind = "", name = "", params = ""] of read(file).matchAll(/"(event|error) (\w+)\((.*)\)"/g)) {
      const before = byLine.get(line);
      const contracts = [...(before?.contracts ?? []), contract];
      byLine.set(
        line,
        before ? { ...before, contracts } : entryOf(kind === "event" ? kind : "error", name, params, contract),
      );
    }
  }
  return [...byLine.values()];
}

function entryOf(kind: Entry["kind"], name: string, list: string, contract: string): Entry {
  const params = list
    // The fields of a struct; NatSpec describes the struct as one parameter.
    .replace(/(?:tuple)?\([^()]*\)/g, "tuple")
    .split(", ")
    .filter(Boolean)
    .map((param) => param.split(" "));
  const names = params.map((words) => words.at(-1) ?? "");
  const natSpec = natSpecOf(kind, name, names);
  return {
    kind,
    name,
    params: params.map((words, index) => ({
      name: names[index] ?? "",
      type: words[0] ?? "",
      isIndexed: words.includes("indexed"),
      meaning: natSpec?.params.get(names[index] ?? "") ?? "",
    })),
    summary: natSpec?.summary ?? "",
    contracts: [contract],
    isOurs: ours.has(name),
  };
}

/** Read as text: the module imports others, which plain Node.js would not find before a build. */
function readSentences(): ReadonlyMap<string, string> {
  const pairs = read(SENTENCES).matchAll(/^ {2}(\w+):\s+"((?:[^"\\]|\\.)*)",?$/gm);
  return new Map([...pairs].map(([, name = "", sentence = ""]) => [name, sentence]));
}
