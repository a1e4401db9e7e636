import { open, rename } from "node:fs/promises";

/** Replaces a file as a whole: whatever ends the process, it has the old or the new content. */
export async function replaceFile(file: string, content: string): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, "w", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
