/** Runs tasks with bounded concurrency. @throws the error of the first task that fails */
export async function forEachConcurrent<Item>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  // All workers share one iterator.
  const remaining = items.values();
  const work = async (): Promise<void> => {
    for (const item of remaining) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
}
