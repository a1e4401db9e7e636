/**
 * Reads a list page by page.
 * @param size Most items per page; a shorter page is the last one.
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
