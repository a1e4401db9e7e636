import { chromium, type Browser } from "playwright-core";
import { findBrowser } from "../../fixtures/browser.js";

/** Set where tests must not be skipped. */
const REQUIRE = "REQUIRE_BROWSER";

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
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    if (process.env[REQUIRE] !== undefined) throw new Error("A browser is required, but none is installed.");
    console.log(INSTALL);
    return undefined;
  }
  // Chromium refuses its sandbox to root.
  const args = process.getuid?.() === 0 ? [...ARGUMENTS, "--no-sandbox"] : ARGUMENTS;
  return chromium.launch({ executablePath, args });
}
