import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findBrowser } from "../../test/fixtures/browser.ts";

const APT = "/usr/bin/apt-get";
const PACKAGES = ["chromium-headless-shell", "chromium"];

/**
 * Installs Chromium from the distribution for the tests of the web page, where none is found and this process may:
 * as root on Debian and its relatives, which is how containers run. Elsewhere the tests say what to install.
 */
export function installBrowserIfMissing(): void {
  if (findBrowser() !== undefined || process.getuid?.() !== 0 || !existsSync(APT)) return;
  console.log("Installing Chromium with apt-get, for the tests of the web page.");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) => spawnSync(APT, ["-qq", ...args], { env, stdio: "ignore" }).status === 0;
  apt("update");
  // Not every distribution has the first one.
  if (!PACKAGES.some((name) => apt("install", "--yes", name))) console.log("It could not be installed.");
}
