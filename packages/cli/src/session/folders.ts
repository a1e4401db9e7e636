import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { Environment, Io } from "../io.js";

const NAME = "servicecoin";

/** The folder for records that must survive, such as open payments. SERVICECOIN_DATA names another one. */
export function dataFolder({ env, cwd }: Pick<Io, "env" | "cwd">): string {
  const own = env["SERVICECOIN_DATA"];
  return own ? path.resolve(cwd, own) : folderOf(env, "XDG_DATA_HOME", ".local/share");
}

/** The folder for the state of long-running programs, such as journals. */
export function stateFolder(env: Environment): string {
  return folderOf(env, "XDG_STATE_HOME", ".local/state");
}

/** Follows the XDG base directories, and on Windows LOCALAPPDATA, unless an earlier version has left its files at home. */
function folderOf(env: Environment, variable: string, atHome: string): string {
  const named = env[variable];
  if (named) return path.join(named, NAME);
  const home = path.join(homedir(), atHome, NAME);
  const local = process.platform === "win32" ? env["LOCALAPPDATA"] : undefined;
  return local && !existsSync(home) ? path.join(local, NAME) : home;
}
