/** Takes back what a refused transaction changed. */
export class Journal {
  readonly #undo: (() => void)[] = [];

  record(undo: () => void): void {
    this.#undo.push(undo);
  }

  keep(): void {
    this.#undo.length = 0;
  }

  takeBack(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.keep();
  }
}

/** Values by key, as a mapping of Solidity: a key that was never set has the empty value. */
export class Table<Value> {
  readonly #rows = new Map<string, Value>();
  readonly #journal: Journal;
  readonly #empty: Value;

  constructor(journal: Journal, empty: Value) {
    this.#journal = journal;
    this.#empty = empty;
  }

  get(key: string): Value {
    return this.#rows.get(key) ?? this.#empty;
  }

  set(key: string, value: Value): void {
    const before = this.get(key);
    this.#journal.record(() => this.#rows.set(key, before));
    this.#rows.set(key, value);
  }
}
