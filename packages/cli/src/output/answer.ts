import type { Client, Sent } from "@servicecoin/sdk";
import { eventRows } from "./event.js";
import { resultRows } from "./result.js";
import { styled } from "./style.js";
import { list } from "./table.js";
import { ether, grouped, shortEther } from "./value.js";

/** The past of the verbs with which the titles of transactions begin. */
const PAST: Readonly<Record<string, string | undefined>> = {
  Accept: "Accepted",
  Add: "Added",
  Apply: "Applied",
  Cancel: "Canceled",
  Change: "Changed",
  Charge: "Charged",
  Deposit: "Deposited",
  Destroy: "Destroyed",
  Dispute: "Disputed",
  End: "Ended",
  Execute: "Executed",
  Give: "Gave",
  Let: "Let",
  Lock: "Locked",
  Mark: "Marked",
  Open: "Opened",
  Pay: "Paid",
  Propose: "Proposed",
  Queue: "Queued",
  Rate: "Rated",
  Refund: "Refunded",
  Register: "Registered",
  Release: "Released",
  Remove: "Removed",
  Request: "Requested",
  Respond: "Responded",
  Revoke: "Revoked",
  Send: "Sent",
  Submit: "Submitted",
  Transfer: "Transferred",
  Unlock: "Unlocked",
  Void: "Voided",
  Vote: "Voted",
};

/** Turns the title of a confirmation into a sentence about what happened: "Send 1 SCV" into "Sent 1 SCV." */
export function happened(title: string): string {
  const [first = "", ...details] = title.split("\n");
  // A title that is a verb alone has its objects on the lines below.
  const line = /^\w+:$/.test(first) ? `${first} ${details.map((detail) => detail.trim()).join("; ")}` : first;
  const [verb = "", ...words] = line.replace(/:$/, "").split(" ");
  const colon = verb.endsWith(":") ? ":" : "";
  const past = PAST[verb.replace(/:$/, "")];
  return past === undefined ? `Done: ${line}.` : `${[`${past}${colon}`, ...words].join(" ")}.`;
}

/** What to show of a transaction. */
export interface Answer {
  /** The title of its confirmation. */
  title: string;
  sent: Sent;
  /** The command that comes next, without the name of the program. */
  next: string | undefined;
  /** Whether to show the events instead of the results. */
  hasEvents: boolean;
}

/** Formats what a transaction did, and what comes next. */
export function answerText({ title, sent, next, hasEvents }: Answer, client: Client): string {
  const { hash, receipt, events, ...result } = sent;
  const rows: [string, string][] = hasEvents
    ? [
        ...events.flatMap((event) => eventRows(event, client.addresses)),
        ["transaction", hash],
        ["gas used", grouped(receipt.gasUsed)],
        ["fee", ether(receipt.fee)],
      ]
    : [...resultRows(result), ["transaction", hash], ["fee", shortEther(receipt.fee)]];
  return [happened(title), list(rows), ...nextLines(next)].join("\n");
}

/** The line that names the next command, if there is one. */
export function nextLines(next: string | undefined): string[] {
  return next === undefined ? [] : [`${styled("bold", "Next:")} servicecoin ${next}`];
}
