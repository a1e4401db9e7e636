import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pino, type Logger } from "pino";
import { deploymentsRoot } from "../lib/files.js";
import type { ProgramName } from "./ports.js";

/** Opens the log of a program: a file of its own, with a JSON document per line. */
export type ProgramLog = (name: ProgramName) => Logger;

/**
 * Makes the folder of a local system anew: its chain is new, so journals of the last one are of no use.
 * @param port Of the chain. Each has a folder of its own, because several can run at a time.
 */
export async function newFolder(port: number): Promise<string> {
  const folder = path.join(deploymentsRoot(), ".servicecoin", String(port));
  await rm(folder, { recursive: true, force: true });
  await mkdir(logsIn(folder), { recursive: true });
  return folder;
}

/** The folder of the logs. */
export function logsIn(folder: string): string {
  return path.join(folder, "logs");
}

/** Opens the logs in a folder. Lines are written at once, so that the file has them whatever ends the process. */
export function openLogs(folder: string): ProgramLog {
  return (name) =>
    pino(pino.destination({ dest: path.join(logsIn(folder), `${name.replace(" ", "-")}.log`), sync: true }));
}
