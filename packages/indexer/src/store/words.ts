/** Characters of a word that count. A longer one is cut, in a query as well. */
const MAX_LENGTH = 32;

/** Words of a service that are found; PostgreSQL takes up to 1 MB of them. */
const MAX_WORDS = 5_000;

/** UTF-16 units of a text that are looked at: a description on chain may have megabytes. */
const MAX_TEXT = 65_536;

/** Words of a query that count. */
const MAX_QUERY = 16;

/** Letters that Unicode does not take apart, as those write them who cannot type them. */
const PLAIN: Record<string, string> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ς: "σ" },
};

/** Marks of Latin, Greek and Cyrillic letters. Those of other scripts are vowels and more, and stay. */
const DIACRITICS = /[\u0300-\u036F]/gu;

const RUN = /[\p{L}\p{M}\p{N}]+/gu;

/** Scripts without spaces between words, and Hangul, whose words are often compounds. */
const SCRIPTS = ["Han", "Hiragana", "Katakana", "Bopomofo", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"];
const UNSPACED = SCRIPTS.map((script) => `\\p{Script_Extensions=${script}}`).join("");
const SAME_KIND = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");

/**
 * The words of texts, each once: lower case, without diacritics, in one width. Scripts without spaces have no words
 * that a program could find, so that every two neighboring characters of a run are one, and its last character alone.
 */
export function wordsOf(texts: readonly (string | null)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const run of runsOf(text ?? "")) {
      for (const word of run.isUnspaced ? [...pairsOf(run.text), run.text.at(-1) ?? ""] : [run.text.join("")]) {
        if (words.size < MAX_WORDS) words.add(word);
      }
    }
  }
  return [...words];
}

/** The beginnings of words that a service must have to be found by a query. Empty when the query has no letter. */
export function wantedWords(query: string): string[] {
  const words = new Set<string>();
  for (const { text, isUnspaced } of runsOf(query)) {
    const pairs = isUnspaced && text.length > 1 ? pairsOf(text) : [text.join("")];
    for (const word of pairs) words.add(word);
  }
  return [...words].slice(0, MAX_QUERY);
}

interface Run {
  /** Characters. */
  text: string[];
  isUnspaced: boolean;
}

function runsOf(text: string): Run[] {
  const runs = plain(text.slice(0, MAX_TEXT)).match(RUN) ?? [];
  return runs.flatMap((run) =>
    (run.match(SAME_KIND) ?? []).map((part) => {
      const isUnspaced = IS_UNSPACED.test(part);
      const characters = Array.from(part);
      return { text: isUnspaced ? characters : characters.slice(0, MAX_LENGTH), isUnspaced };
    }),
  );
}

function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function plain(text: string): string {
  const lower = text.normalize("NFKD").replace(DIACRITICS, "").toLowerCase();
  return lower.replace(/[ßæœøđðłþıς]/gu, (letter) => PLAIN[letter] ?? letter).normalize("NFC");
}
