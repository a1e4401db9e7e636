import type { Logger } from "pino";
import type { Channel } from "./channel.js";

const LEVELS = { info: "info", warning: "warn", critical: "error" } as const;

/** Writes alerts to the log. */
export function logChannel(log: Logger): Channel {
  return {
    name: "log",
    deliver: async ({ message, severity, ...alert }) => {
      log[alert.status === "resolved" ? "info" : LEVELS[severity]]({ ...alert, severity }, message);
      return Promise.resolve();
    },
  };
}
