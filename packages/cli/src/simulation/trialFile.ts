import { isAddress } from "ethers";
import { CliError } from "../errors/cliError.js";
import { parseAddress } from "../parse/address.js";
import { parseCount } from "../parse/number.js";
import { parseDuration } from "../parse/time.js";
import { nameOf, type Files } from "../session/files.js";
import { wellKnown } from "../session/keys.js";

/** A command that an account would run. */
export interface CommandStep {
  /** Address of the account. */
  from: string;
  /** The command without the name of the program, word by word. */
  words: string[];
  /** Later commands name its results by it: `{roof.dealId}`. */
  name: string | undefined;
}

/** A step of a trial run: a command, or seconds that pass. */
export type Step = CommandStep | { seconds: bigint };

/** Nouns whose commands can be tried: each reads, or sends a transaction. */
export const TRIED_NOUNS = [
  ...["coin", "votes", "proposal", "treasury", "order", "quote", "stream", "subscription", "mandate"],
  ...["service", "feedback", "validation"],
];

/** Options that choose the node or the key, which the trial run chooses itself. */
const CHOSEN = [
  ...["--rpc", "--network", "--deployment", "--indexer", "--keyfile", "--keystore", "--account"],
  ...["--json", "--timeout", "--debug"],
];

const NAME = /^[A-Za-z]\w*$/;

/** Help about the file. */
export const TRIAL_FILE_HELP = `
The file (- for stdin) is JSON: a list of steps, played one after the other.
  [
    { "from": "0x...", "do": "order open 0x... 1.5 --window 2d", "name": "roof" },
    { "from": "0x...", "do": "order deliver {roof.dealId}" },
    { "wait": "2d" },
    { "from": "0x...", "do": ["coin", "transfer", "0x...", "0.5", "--ref", "invoice 7"] }
  ]
"from" is an address, and its key is not needed; on a local node it may be the number of an account. "do" is a command
as you would type it, as one text or as a list of words. "{roof.dealId}" is the field "dealId" of what --json prints for
the step with this name.`;

/**
 * Reads the steps of a trial run.
 * @throws CliError `NoFile`, `BadJson`, `BadTrial`, `BadStep`, and those of the parsers
 */
export async function readTrialFile(files: Files, file: string): Promise<Step[]> {
  const document = await files.readJson(file);
  if (!Array.isArray(document) || document.length === 0) {
    const message = `${nameOf(file)} is not a trial run: it needs a list of at least one step.`;
    throw new CliError("BadTrial", message, { file });
  }
  const names = new Set<string>();
  return (document as readonly unknown[]).map((entry, index) => {
    const step = readStep(entry, `step ${index + 1}`);
    const name = "words" in step ? step.name : undefined;
    if (name !== undefined && names.has(name)) throw bad(`step ${index + 1}`, `the name ${name} is taken already`);
    if (name !== undefined) names.add(name);
    return step;
  });
}

function readStep(entry: unknown, place: string): Step {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw bad(place, 'it must be an object such as { "from": "0x...", "do": "coin transfer 0x... 1" }');
  }
  const { wait, from, do: command, name, ...others } = entry as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw bad(place, `it has no field ${JSON.stringify(unknown)}`);
  if (wait !== undefined) {
    const isAlone = from === undefined && command === undefined && name === undefined;
    if (typeof wait !== "string" || !isAlone) throw bad(place, 'a pause is { "wait": "2d" } and nothing else');
    return { seconds: parseDuration(wait, `"wait" of ${place}`) };
  }
  if (name !== undefined && (typeof name !== "string" || !NAME.test(name))) {
    throw bad(place, '"name" must be a word of letters and digits');
  }
  return { from: accountIn(from, place), words: wordsIn(command, place), name };
}

function accountIn(from: unknown, place: string): string {
  const name = `"from" of ${place}`;
  if (typeof from !== "string") throw bad(place, '"from" must be an address in quotes');
  return isAddress(from) || !/^\d+$/.test(from)
    ? parseAddress(from, name)
    : wellKnown(parseCount(0, 999)(from, name)).address;
}

function wordsIn(command: unknown, place: string): string[] {
  const words = typeof command === "string" ? split(command, place) : command;
  if (!Array.isArray(words) || words.length === 0 || words.some((word) => typeof word !== "string")) {
    throw bad(place, '"do" must be a command, as a text or as a list of words');
  }
  const texts = words as string[];
  const [noun = ""] = texts;
  if (!TRIED_NOUNS.includes(noun)) {
    throw bad(place, `${JSON.stringify(noun)} cannot be tried: use a command of ${TRIED_NOUNS.join(", ")}`);
  }
  const chosen = texts.find((word) => CHOSEN.includes(word.split("=")[0] ?? ""));
  if (chosen !== undefined) throw bad(place, `omit ${chosen}: the trial run chooses it`);
  return texts;
}

/** Splits a command at spaces. Quotes keep a text with spaces together. */
function split(command: string, place: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of command) {
    if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= "";
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) throw bad(place, `the quote ${quote} is not closed`);
  return word === undefined ? words : [...words, word];
}

function bad(place: string, what: string): CliError {
  return new CliError("BadStep", `In ${place}: ${what}.`, { place });
}
