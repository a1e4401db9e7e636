/** The result of a number of jobs. */
export interface Load {
  /** Jobs that succeeded. */
  done: number;
  seconds: number;
}

/** Runs each job once, at most `inFlight` at a time. A job that throws or returns false has not succeeded. */
export async function load<Job>(
  jobs: readonly Job[],
  inFlight: number,
  run: (job: Job) => Promise<boolean>,
): Promise<Load> {
  const waiting = [...jobs];
  let done = 0;
  const from = performance.now();
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (await run(job).catch(() => false)) done++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { done, seconds: (performance.now() - from) / 1000 };
}
