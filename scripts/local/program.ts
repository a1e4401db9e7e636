import type { DeploymentRecord } from "../lib/record.js";
import type { ProgramLog } from "./logs.js";
import type { Ports, ProgramName } from "./ports.js";

/** A running program of a local system. */
export interface Program {
  name: ProgramName;
  url: string;
  /** Resolves with what ended it. May never resolve. */
  broken: Promise<Error>;
  /** Takes no new work, ends or hands over what it has begun, and releases its port. */
  stop(): Promise<void>;
}

/** What the programs need of the system. */
export interface LocalSystem {
  /** URL of the node. */
  node: string;
  record: DeploymentRecord;
  ports: Ports;
  /** Folder of logs, journals and states; anew at each start. */
  folder: string;
  log: ProgramLog;
}

/** A fault that never comes. */
export const NEVER = new Promise<never>(() => undefined);
