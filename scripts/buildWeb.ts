/** Builds the web page into `apps/web/dist`: static files for any host, with `config.json` beside them. */
import { buildWeb } from "./lib/webPage.ts";

await buildWeb();
console.log("Built apps/web/dist. Put a config.json beside index.html: see docs/web.md.");
