import { HttpNode, openPersonal, personalLocation, startApi, type Reader, type RunningApi } from "@servicecoin/indexer";
import type { ApiSettings } from "./apiSettings.js";

/**
 * Starts the API of an index, with the personal data beside it if the settings say so.
 * @param nodes URLs of nodes, which are asked whether a smart wallet accepts a signature.
 * @throws DatabaseError; the error of Node.js when it cannot listen
 */
export async function openApi(
  reader: Reader,
  location: string,
  nodes: readonly string[],
  { isPersonal, ...settings }: ApiSettings,
): Promise<RunningApi> {
  if (!isPersonal) return startApi(reader, settings);
  const asked = nodes.map((url) => new HttpNode(url));
  const personal = await openPersonal(reader, personalLocation(location), asked);
  try {
    const api = await startApi(reader, { ...settings, personal });
    return {
      url: api.url,
      async close() {
        await api.close();
        await personal.close();
      },
    };
  } catch (error) {
    await personal.close();
    throw error;
  }
}
