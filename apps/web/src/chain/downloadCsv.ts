/**
 * Saves a list of the indexer as a file for spreadsheets: one page of it, as the API limits it.
 * @throws Error when the API does not answer
 */
export async function downloadCsv(url: string, name: string): Promise<void> {
  const response = await fetch(url, { headers: { accept: "text/csv" } });
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}.`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
