/** What a request is answered with: the same for every request of this URL, as long as the block stays. */
export interface Answer {
  /** JSON of the data, or CSV. */
  text: string;
  status: number;
  /** Cursor of the next page. */
  next: string | undefined;
}

/** Characters of an answer that is kept, and of all together. */
const MAX_LENGTH = 200_000;
const MAX_TOTAL = 16_000_000;

/** Answers that are kept, of any length. */
const MAX_ANSWERS = 20_000;

/**
 * The answers of the last version of the index, by their requests. An answer depends on nothing but the rows: it is
 * right for as long as the system and the block are the same. With a new block all are forgotten.
 */
export class KeptAnswers {
  readonly #answers = new Map<string, Promise<Answer>>();
  #version = "";
  #length = 0;

  /** The answer to a request, also one that is yet to come: another asked the same before. */
  find(version: string, request: string): Promise<Answer> | undefined {
    return version === this.#version ? this.#answers.get(request) : undefined;
  }

  /** Keeps an answer that is being read. */
  keep(version: string, request: string, coming: Promise<Answer>): void {
    if (version !== this.#version || this.#answers.size >= MAX_ANSWERS) this.#restart(version);
    this.#answers.set(request, coming);
    const forget = () => {
      if (this.#answers.get(request) === coming) this.#answers.delete(request);
    };
    coming.then(({ text }) => {
      if (this.#answers.get(request) !== coming) return;
      if (text.length > MAX_LENGTH) forget();
      else this.#length += text.length;
      if (this.#length > MAX_TOTAL) this.#restart(version);
    }, forget);
  }

  #restart(version: string): void {
    this.#answers.clear();
    this.#version = version;
    this.#length = 0;
  }
}
