import type { Node } from "../../chain/chain.js";
import type { Reader } from "../../query/reader.js";
import { readSystem } from "../identity.js";
import { openPersonalDatabase, personalLocation } from "./database.js";
import { PersonalStore, type StoreOptions } from "./store.js";

export { personalLocation };

/** Personal data that an API keeps for those who sign in. */
export interface Personal {
  readonly chainId: number;
  readonly store: PersonalStore;
  readonly nodes: readonly Node[];
  close(): Promise<void>;
}

/**
 * Opens the personal data of an index.
 * @param location Path of a SQLite file, or the URL of PostgreSQL. `personalLocation` is beside the index.
 * @param nodes Nodes of the chain, in order of preference, asked whether a smart wallet accepts a signature.
 * @throws DatabaseError
 */
export async function openPersonal(
  reader: Reader,
  location: string,
  nodes: readonly Node[],
  options: StoreOptions = {},
): Promise<Personal> {
  const { chainId } = await reader.read((db) => readSystem(db));
  const store = await PersonalStore.open(await openPersonalDatabase(location), chainId, options);
  return { chainId, store, nodes, close: () => store.close() };
}
