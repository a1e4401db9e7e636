import type { Alert } from "../alerts.js";

/** Where alerts go. */
export interface Channel {
  name: string;
  /** Delivers an alert once. @throws when that failed; it is tried again */
  deliver(alert: Alert, signal: AbortSignal): Promise<void>;
}

/** A line about an alert. */
export function headline({ status, severity, title, message }: Alert): string {
  if (status === "resolved") return `Resolved: ${title}. ${message}`;
  return `${severity[0]?.toUpperCase() ?? ""}${severity.slice(1)}: ${message}`;
}
