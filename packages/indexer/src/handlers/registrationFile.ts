import { readDataUri } from "@servicecoin/sdk/internal";
import { storable } from "../store/columns.js";
import type { Row } from "../store/schema.js";

type Description = Pick<Row<"services">, "name" | "description" | "active">;

const UNKNOWN: Description = { name: null, description: null, active: 1 };

/**
 * What a registration file on chain says. A file elsewhere may change without an event, so that a handler must not read
 * it; a file that is not valid says nothing.
 */
export function describeFile(uri: string): Description {
  if (!/^data:/i.test(uri)) return UNKNOWN;
  try {
    const { name, description, active } = readDataUri(uri).file;
    return { name: storable(name), description: storable(description), active: active === false ? 0 : 1 };
  } catch {
    return UNKNOWN;
  }
}
