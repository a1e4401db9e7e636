/**
 * Lets other requests be answered. Queries of SQLite resolve at once, so that work of many steps would otherwise occupy
 * the thread from its first to its last one.
 */
export async function others(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
