import { createHmac } from "node:crypto";
import type { Channel } from "./channel.js";

/** Options of a webhook. */
export interface WebhookOptions {
  url: string;
  /** Key of the signature. Without it alerts are not signed. */
  secret: string | undefined;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/** Header with the time and the HMAC-SHA256 of "<time>.<body>" in hex: `t=1767225600,v1=...`. */
export const SIGNATURE_HEADER = "servicecoin-signature";

/** Posts alerts as JSON. A redirect is refused: the body is for the named host alone. */
export function webhook({ url, secret, fetch: send = fetch }: WebhookOptions): Channel {
  return {
    name: "webhook",
    deliver: async (alert, signal) => {
      const body = JSON.stringify(alert);
      const headers: Record<string, string> = { "content-type": "application/json" };
      if (secret !== undefined) headers[SIGNATURE_HEADER] = signatureOf(body, secret, Math.floor(Date.now() / 1_000));
      const response = await send(url, { method: "POST", body, headers, redirect: "error", signal });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${new URL(url).origin} answered with status ${response.status}`);
    },
  };
}

/** Signs a body. @param time Seconds since 1970; receivers refuse old ones, so that nobody can send them again. */
export function signatureOf(body: string, secret: string, time: number): string {
  return `t=${time},v1=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`;
}
