/**
 * Reads a list of the indexer as a table for spreadsheets: one page of it, as the API limits it.
 * @throws Error when the API does not answer
 */
export async function readCsv(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: "text/csv" } });
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}.`);
  return response.text();
}
