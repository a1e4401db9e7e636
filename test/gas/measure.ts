import { networkHelpers } from "./chain.js";
import { SUBJECTS } from "./operations/index.js";
import { measureSizes } from "./sizes.js";
import { gasFixture } from "./system.js";

/** Numbers by subject and name. */
export type Measurements = Record<string, Record<string, number>>;

/** The number of one operation, if it is there. */
export function numberOf(
  numbers: Partial<Record<string, Partial<Record<string, number>>>>,
  subject: string,
  name: string,
): number | undefined {
  return numbers[subject]?.[name];
}

/** Measures every operation, deployment and size. */
export async function measure(): Promise<Measurements> {
  const measured: Measurements = { ...(await measureSizes()) };
  for (const [subject, { operations }] of Object.entries(SUBJECTS)) {
    const gas: Record<string, number> = {};
    for (const { name, run } of operations) {
      if (name in gas) throw new Error(`${subject} has two operations "${name}"`);
      gas[name] = await run(await networkHelpers.loadFixture(gasFixture));
    }
    measured[subject] = gas;
  }
  return measured;
}
