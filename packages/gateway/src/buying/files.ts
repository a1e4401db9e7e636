/**
 * Handles the rejection of a file operation: returns undefined if the file does not exist, and rethrows everything
 * else.
 */
export function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
