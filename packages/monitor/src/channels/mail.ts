import { createTransport } from "nodemailer";
import type { Alert } from "../alerts.js";
import { type Channel, headline } from "./channel.js";

/** Options of e-mail. */
export interface MailOptions {
  /** Server and login: `smtps://user:password@mail.example`, or `smtp://` with STARTTLS where the server has it. */
  url: string;
  from: string;
  to: readonly string[];
}

const SUBJECT = 120;

/** Sends alerts by SMTP. */
export function mail({ url, from, to }: MailOptions): Channel {
  const transport = createTransport(url);
  return {
    name: "mail",
    deliver: async (alert) => {
      await transport.sendMail({
        ...{ from, to: [...to], subject: subjectOf(alert), text: textOf(alert) },
        messageId: `<${alert.id}@servicecoin.monitor>`,
      });
    },
  };
}

function subjectOf(alert: Alert): string {
  // Texts of proposals may hold line breaks.
  const line = headline(alert).replace(/\s+/g, " ");
  return `[ServiceCoin] ${line.length > SUBJECT ? `${line.slice(0, SUBJECT - 1)}…` : line}`;
}

function textOf(alert: Alert): string {
  const { rule, severity, status, invariant, since, at, chainId, facts } = alert;
  const rows = Object.entries({
    ...{ rule, severity, status, ...(invariant !== undefined && { invariant }), chain: chainId, since, at },
    ...facts,
  });
  return `${alert.message}\n\n${rows.map(([name, value]) => `${name}: ${String(value)}`).join("\n")}\n`;
}
