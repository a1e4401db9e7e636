import { existsSync } from "node:fs";
import path from "node:path";
import { CliError } from "../errors/cliError.js";
import { upwards } from "./deployment.js";

/** A clone of the repository, with Hardhat and the scripts. */
export interface Clone {
  root: string;
  hardhat: string;
}

/** Finds the clone that contains a folder. @param purpose Subject of the error message. @throws CliError `NoClone` */
export function findClone(folder: string, purpose: string): Clone {
  for (const root of upwards(folder)) {
    const hardhat = path.join(root, "node_modules/hardhat/dist/src/cli.js");
    const needed = [hardhat, path.join(root, "hardhat.config.ts"), path.join(root, "scripts/deploy.ts")];
    if (needed.every((file) => existsSync(file))) return { root, hardhat };
  }
  const message = `${purpose} needs a clone of the repository: change to it, run "npm ci", and try again.`;
  throw new CliError("NoClone", message, {});
}
