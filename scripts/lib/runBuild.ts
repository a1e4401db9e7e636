import type { Task } from "hardhat/types/tasks";

/** The file that Hardhat writes first, and then renames to its cache. */
const TEMPORARY_CACHE = "compile-cache.json.tmp";
const TRIES = 5;

/**
 * Runs Hardhat's task `build`, also beside another build. Both write the cache by way of the same temporary file, so of
 * two that end at once, one finds the file gone and fails. Its artifacts are written by then: another try does not
 * compile again, it only writes the cache.
 * @throws What the build throws for any other reason.
 */
export async function runBuild(build: Task, args: Parameters<Task["run"]>[0]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await build.run(args);
      return;
    } catch (error) {
      const isCacheGone = error instanceof Error && error.message.includes(TEMPORARY_CACHE);
      if (!isCacheGone || tries === TRIES) throw error;
    }
  }
}
