/** A query that was ended because it took too long. */
export class QueryTimeError extends Error {
  override readonly name = "QueryTimeError";
  /** Milliseconds that it was allowed. */
  readonly timeLimit: number;

  constructor(timeLimit: number, options?: ErrorOptions) {
    super(`The query took longer than ${timeLimit} ms`, options);
    this.timeLimit = timeLimit;
  }
}
