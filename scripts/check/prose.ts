/** Checks the prose of code, comments and documents: no banned words, and no line longer than 120 columns. */
import { basename } from "node:path";
import { projectFiles, read, report } from "./files.ts";

/** Files and folders that are checked for banned words and names. */
const PROSE = ["apps", "contracts", "docs", "examples", "ignition", "packages", "scripts", "test", "*.md"];

/** Files and folders that are checked for long lines. */
const COLUMNS = ["apps", "contracts", "examples", "ignition", "packages", "scripts", "test"];

const MAX_COLUMNS = 120;

/** A line with one literal or an import, which the formatter does not break. */
const LITERAL = /^\s*(?:const \w+ = |: |\w+: )?(?:\/.*\/[a-z]*|"[^"]*"|`[^`]*`)[,;)]*$/;

/** Banned words, and what to write instead. */
const WORDS: readonly (readonly [banned: RegExp, instead: string])[] = [
  [/cancelled|cancelling/i, "canceled, canceling"],
  [/\bunless told\b/i, "Default: ..."],
  [/(?:^|[*/.:;] +)Who (?=[a-z])(?!.*\?)/, "the actor: the payer, the caller, the node"],
  [/\bwhoever\b/i, "the actor: the payer, the caller, the node"],
  [/\b(?:go|goes|went) well\b/i, "succeeds"],
  [/\boutbid/i, "price bump, replace"],
  [/(?<!\/)\bdearer\b/i, "more expensive, a higher fee"],
  [/\blies (?:in|at)\b/i, "is in, is at"],
  [/\bstands in\b/i, "is in"],
  [/\bon its way\b/i, "in flight"],
  [/\bafresh\b/i, "again, start over"],
];

/** Banned names of source files, and what to name the file instead. */
const FILE_NAMES = new Map([
  ["arrival", "bodyCompletion"],
  ["brief", "ttlCache"],
  ["enter", "replayMiddleware"],
  ["flights", "inFlightPayments"],
  ["hold", "bufferedResponse"],
  ["once", "claimMiddleware"],
  ["purse", "paymentSigner"],
  ["question", "replayableRequest"],
  ["silence", "sealResponse"],
  ["uses", "paymentProof"],
  ["visit", "paidRequest"],
  ["within", "withTimeout"],
]);

/** Printed tables and quoted documents. */
const WIDE = /^test\/(cli\/services|fixtures\/registration|gateway\/headers)\.ts$/;

/** Generated or quoted text, what the page says to its users, and this list of words. */
const EXEMPT =
  /^packages\/sdk\/src\/abi\/|^apps\/web\/src\/i18n\/|^scripts\/check\/prose\.ts$|^scripts\/lib\/multicall3Signed\.ts$/;

function bannedWords(): string[] {
  return projectFiles(...PROSE)
    .filter((file) => /\.(sol|tsx?|md)$/.test(file) && !EXEMPT.test(file))
    .flatMap((file) =>
      read(file)
        .split("\n")
        .flatMap((line, index) =>
          WORDS.flatMap(([banned, instead]) => {
            const found = banned.exec(line)?.[0].trim();
            return found === undefined ? [] : `${file}:${index + 1} says "${found}"; write: ${instead}`;
          }),
        ),
    );
}

function bannedFileNames(): string[] {
  return projectFiles(...PROSE).flatMap((file) => {
    const instead = FILE_NAMES.get(basename(file, ".ts"));
    return instead === undefined ? [] : `${file} has a banned name; name it ${instead}.ts`;
  });
}

function longLines(): string[] {
  return projectFiles(...COLUMNS)
    .filter((file) => /\.(sol|tsx?)$/.test(file) && !EXEMPT.test(file) && !WIDE.test(file))
    .flatMap((file) =>
      read(file)
        .split("\n")
        .flatMap((line, index) =>
          line.length > MAX_COLUMNS && !LITERAL.test(line) && !line.startsWith("import ")
            ? `${file}:${index + 1} has ${line.length} columns, more than ${MAX_COLUMNS}`
            : [],
        ),
    );
}

report("prose", [...bannedWords(), ...bannedFileNames(), ...longLines()]);
