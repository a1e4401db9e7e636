/** A title, and under it rows of a name and counts. */
export function tableOf(title: string, rows: [string, ...(number | undefined)[]][]): string {
  const lines = rows.map(([name, ...counts]) => {
    return [name.padEnd(32), ...counts.map((n) => String(n ?? 0).padStart(8))].join("");
  });
  return [title, ...lines].join("\n      ");
}
