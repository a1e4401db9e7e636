import type { GasSystem } from "./system.js";

/** One user operation: what a user would call it, and a transaction that is measured after its own preparation. */
export interface Operation {
  name: string;
  /** Starts from the state of `gasFixture` and returns gas. */
  run: (system: GasSystem) => Promise<number>;
}

/** Operations of one contract. */
export interface Subject {
  title: string;
  operations: Operation[];
}
