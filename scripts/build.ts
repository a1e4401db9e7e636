/** Compiles the packages to their `dist` folders, and removes outputs whose source is gone. `npm run abi` comes first. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";

const PACKAGES = path.join(import.meta.dirname, "../packages");

for (const name of readdirSync(PACKAGES)) removeOrphans(path.join(PACKAGES, name));
const compiler = path.join(import.meta.dirname, "../node_modules/typescript7/bin/tsc");
const { status } = spawnSync(process.execPath, [compiler, "-b", "tsconfig.build.json"], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
const main = path.join(PACKAGES, "cli/dist/main.js");
chmodSync(main, 0o755);
// By this date the tests tell whether a source has changed since the build, which writes only what differs.
utimesSync(main, new Date(), new Date());

/** An output without a source would still be packed and published. */
function removeOrphans(folder: string): void {
  const dist = path.join(folder, "dist");
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    const source = path.join(folder, "src", file.replace(/(\.d)?\.[jt]s$/, ".ts"));
    if (/\.[jt]s$/.test(file) && !existsSync(source)) rmSync(path.join(dist, file));
  }
}
