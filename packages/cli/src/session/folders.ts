import { homedir } from "node:os";
import path from "node:path";
import type { Environment } from "../io.js";

/** Where the command line keeps what it must not forget between two runs. */
export function dataFolder(environment: Environment): string {
  const own = environment["SERVICECOIN_DATA"];
  if (own) return path.resolve(own);
  return path.join(environment["XDG_DATA_HOME"] || path.join(homedir(), ".local/share"), "servicecoin");
}
