/**
 * A list that is read in pages, one after the other.
 * @param size At most how many are asked for at once; a page with fewer is the last.
 */
export async function* pagesOf<Item>(
  size: number,
  read: (offset: number, limit: number) => Promise<Item[]>,
): AsyncGenerator<Item[]> {
  for (let offset = 0; ; offset += size) {
    const page = await read(offset, size);
    yield page;
    if (page.length < size) return;
  }
}
