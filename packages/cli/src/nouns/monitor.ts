import { DEFAULT_HOST, DEFAULT_PORT, RULE_NAMES } from "@servicecoin/monitor";
import { withExamples, type Noun } from "../command/noun.js";
import { perform } from "../command/perform.js";
import { addLogLevel, logLevelIn } from "../options/logLevel.js";
import { parseCount } from "../parse/number.js";
import { parseText } from "../parse/parser.js";

const FILE_HELP = `
The file is JSON; every field may be missing. Rules have thresholds and a "severity"; "off" lists those to leave out:
  {
    "interval": 15,
    "rules": {
      "largePayments": { "least": "50000", "severity": "warning" },
      "gas": { "accounts": [{ "name": "facilitator", "address": "0x...", "least": "0.05" }] },
      "guardian": { "expected": "0x..." }
    },
    "off": ["stalled"],
    "channels": {
      "webhook": { "url": "https://ops.example.org/alerts", "secretVariable": "MONITOR_SECRET" },
      "mail": { "urlVariable": "MONITOR_SMTP", "from": "monitor@example.org", "to": ["ops@example.org"] }
    }
  }
Secrets stay in environment variables, which the file names. Rules: ${RULE_NAMES.join(", ")}.`;

/** Watches the system from outside. */
export const monitor: Noun = (command) => {
  command
    .option("--rules <file>", "JSON file with rules, thresholds and channels (default: every rule, told in the log)")
    .option("--once", "look once, print what is wrong, and end with exit code 1 if something is")
    .option("--port <number>", `port of /livez, /readyz and /metrics; 0 for any free port (default: ${DEFAULT_PORT})`)
    .option("--host <address>", `address to listen on (default: ${DEFAULT_HOST}, this machine only)`)
    .option("--state <file>", "file that survives a restart (default: one per chain in the state folder)")
    .addHelpText("after", FILE_HELP);
  addLogLevel(command);
  withExamples(command, [
    "servicecoin monitor --indexer http://127.0.0.1:4403",
    "servicecoin monitor --rules rules.json --network sepolia",
    "servicecoin monitor --once --json",
  ]);
  perform(command, async (input, session) => {
    const { runMonitor } = await import("../monitor/run.js");
    await runMonitor(session, {
      file: input.option("rules", parseText),
      isOnce: input.flag("once"),
      port: input.option("port", parseCount(0, 65_535)) ?? DEFAULT_PORT,
      host: input.option("host", parseText) ?? DEFAULT_HOST,
      state: input.option("state", parseText),
      level: logLevelIn(input),
    });
  });
};
