import { read } from "../check/files.ts";

/** One changed place of a contract's source. */
export interface Mutant {
  file: string;
  line: number;
  /** Which of the mutants of this line it is, from 1. */
  place: number;
  /** The line before and after the change. */
  text: string;
  to: string;
}

/** The mutations, as patterns for one line of code. */
const OPERATORS: [RegExp, (match: string) => string][] = [
  [/ < /g, () => " <= "],
  [/ <= /g, () => " < "],
  [/ > /g, () => " >= "],
  [/ >= /g, () => " > "],
  [/ == /g, () => " != "],
  [/ != /g, () => " == "],
  [/ && /g, () => " || "],
  [/ \|\| /g, () => " && "],
  [/ \+ (?!=)/g, () => " - "],
  [/ - (?!=)/g, () => " + "],
  [/ << /g, () => " >> "],
  [/ \| /g, () => " & "],
  [/!(?=[\w(])/g, () => ""],
  [
    /\b(85|255|96|10_000|500|30 days|60 days|90 days|1 days|30|16)\b/g,
    (match) => match.replace(/^\d+/, (n) => `${Number(n) + 1}`),
  ],
  [/^ +emit .*;$/g, () => ""],
  [/^ +if \(.*\) revert .*;$/g, () => ""],
  [/^ +(_checkBounds|_checkLimit|_chargeCap|_checkSignature)\(.*\);$/g, () => ""],
  [/ (onlyOwner|onlyGovernance)(?= |\()/g, () => ""],
  [/\bVoteType\.Abstain\b(?=\))/g, () => "VoteType.For"],
  [/\bmsg\.sender\b/g, () => "address(this)"],
  [
    /^ +(_delegate|_mint|_setProposalGuardian|budget\.reset|_caps\[asset\]\.reset|budget\.updateSettings)\(.*\);$/g,
    () => "",
  ],
  [/\boperator, from\b/g, () => "from, operator"],
  [/\bMath\.max\b/g, () => "Math.min"],
];

/** In this order: what holds most money first. */
const ORDER = [
  /\/(PaymentHub|hub\/|libraries\/(Accrual|DealHash|Signature)|types\/(Deal|Escrow|Mandate|Payout|Terms))/,
  /\/PaymentBatch/,
  /\/Treasury/,
  /\/(ServiceDAO|governance\/|libraries\/BallotPaper|types\/Tally)/,
  /\/ServiceVotes/,
  /\/ServiceCoin/,
  /.*/,
];

/** The files that are mutated: all that has code and is deployed. */
export function isMutated(file: string): boolean {
  return file.endsWith(".sol") && !/contracts\/(mocks|interfaces)\//.test(file);
}

/** Sorts files by how much depends on them. */
export function sorted(files: readonly string[]): string[] {
  const rank = (file: string): number => ORDER.findIndex((pattern) => pattern.test(file));
  return files.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Lists the mutants of a file. Comments, imports and declarations are not mutated. */
export function mutantsOf(file: string, source = read(file)): Mutant[] {
  return source.split("\n").flatMap((text, index) => {
    if (/^\s*(\/\/|import|pragma|using|error|event|function \w+\(self)/.test(text)) return [];
    const changed = OPERATORS.flatMap(([pattern, replace]) =>
      [...text.matchAll(pattern)].map(
        (match) => text.slice(0, match.index) + replace(match[0]) + text.slice(match.index + match[0].length),
      ),
    );
    return changed.map((to, place) => ({ file, line: index + 1, place: place + 1, text, to }));
  });
}

/** Changes the source as the mutant says. */
export function mutated({ line, to }: Mutant, source: string): string {
  return source
    .split("\n")
    .map((text, index) => (index + 1 === line ? to : text))
    .join("\n");
}

/** The function that the mutant is in, without a leading underscore; "" outside of functions. */
export function functionOf({ line }: Mutant, source: string): string {
  const above = source.split("\n").slice(0, line).reverse();
  const head = above.map((text) => /\b(?:function _?(\w+)|(constructor))\b/.exec(text)).find((match) => match !== null);
  return head?.[1] ?? head?.[2] ?? "";
}

/** Names a mutant; another change of the source gives another name, so that no result outlives its source. */
export function nameOf({ file, line, place, text, to }: Mutant): string {
  return `${file}:${line}.${place} ${text.trim()}  =>  ${to.trim() || "(removed)"}`;
}
