import { existsSync } from "node:fs";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";

/** Set where tests must not be skipped. */
const REQUIRE = "REQUIRE_BROWSER";

/**
 * Names of programs on Linux, on the PATH. The headless shell is the same browser without windows and menus of its own,
 * which take a third of the CPU though nobody sees them.
 */
const NAMES = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge",
];

const MAC = [
  "Google Chrome.app/Contents/MacOS/Google Chrome",
  "Chromium.app/Contents/MacOS/Chromium",
  "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const WINDOWS = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"];

/** The places where a browser of this family may be, the best first. CHROMIUM_PATH names one that is elsewhere. */
function places(): string[] {
  const { env } = process;
  const chosen = env["CHROMIUM_PATH"] ?? "";
  const onPath = (env["PATH"] ?? "").split(path.delimiter).concat("/usr/bin", "/snap/bin");
  const applications = ["/Applications", path.join(env["HOME"] ?? "", "Applications")];
  const programs = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) => env[name] ?? "");
  const byPlatform: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: MAC.flatMap((name) => applications.map((folder) => path.join(folder, name))),
    win32: WINDOWS.flatMap((name) => programs.filter(Boolean).map((folder) => path.join(folder, name))),
  };
  const found =
    byPlatform[process.platform] ?? NAMES.flatMap((name) => onPath.map((folder) => path.join(folder, name)));
  return chosen === "" ? found : [chosen];
}

const INSTALL =
  "Tests of the web page are skipped: install Chromium, Chrome or Edge " +
  '("apt-get install chromium-headless-shell" on Debian and Ubuntu), or set CHROMIUM_PATH.';

/** Less work in the background, and no request of the browser's own. */
const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** Starts the browser. Undefined, after a line that says what to install, where there is none. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = places().find((file) => existsSync(file));
  if (executablePath === undefined) {
    if (process.env[REQUIRE] !== undefined) throw new Error("A browser is required, but none is installed.");
    console.log(INSTALL);
    return undefined;
  }
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? [...ARGUMENTS, "--no-sandbox"] : ARGUMENTS;
  return chromium.launch({ executablePath, args });
}
