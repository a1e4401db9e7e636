/** Why the model refuses a call: the error that the contract must answer with. */
export class Refusal extends Error {
  readonly error: string;
  readonly args: readonly unknown[];

  constructor(error: string, args: readonly unknown[]) {
    super(`${error}(${args.map(String).join(", ")})`);
    this.error = error;
    this.args = args;
  }
}

/** Refuses with this error. */
export function refuse(error: string, ...args: unknown[]): never {
  throw new Refusal(error, args);
}

/** Refuses with this error unless the condition holds. */
export function require(condition: boolean, error: string, ...args: unknown[]): void {
  if (!condition) refuse(error, ...args);
}
