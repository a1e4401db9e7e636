import "./config/noEval.ts";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { loadConfig } from "./config/config.ts";
import { currentNetwork, setConfig } from "./config/settings.ts";
import { currentText, loadLanguage } from "./i18n/text.ts";
import "./styles/mantine.ts";
import { discoverWallets } from "./wallet/announced.ts";
import { reconnect } from "./wallet/session.ts";

const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no element with the id root");

try {
  const [config] = await Promise.all([loadConfig(), loadLanguage()]);
  setConfig(config);
  discoverWallets();
  reconnect(currentNetwork());
  createRoot(element).render(<App />);
} catch (error) {
  // Nothing else can be shown without it: a text, never markup.
  const reason = error instanceof Error ? error.message : String(error);
  element.textContent = `${currentText().shell.configFailed}: ${reason}`;
}
