import { Problem, type ProblemExtras } from "../problem.js";

/** Kinds of problems, by the name that their `type` ends with. */
export const PROBLEMS = {
  "malformed-message": { status: 400, title: "This is no message of ERC-4361" },
  "wrong-domain": { status: 403, title: "The message is for another site" },
  "wrong-chain": { status: 403, title: "The message is for another chain" },
  "unknown-nonce": { status: 403, title: "The nonce is not of this server, or too old" },
  "used-nonce": { status: 403, title: "The message was used already" },
  "expired-message": { status: 403, title: "The message has expired" },
  "early-message": { status: 403, title: "The message is not valid yet" },
  "wrong-signature": { status: 403, title: "The signature is not of the account" },
  "undeployed-wallet": { status: 403, title: "The smart wallet is not deployed" },
  "node-unavailable": { status: 503, title: "The smart wallet cannot be asked now" },
  "no-session": { status: 401, title: "There is no such session" },
  "other-site": { status: 403, title: "The session is of another site" },
  "changed-elsewhere": { status: 412, title: "Another device changed it" },
  "missing-version": { status: 428, title: "The version is missing" },
  full: { status: 507, title: "There is no more space" },
} as const satisfies Record<string, { status: number; title: string }>;

export type PersonalProblem = keyof typeof PROBLEMS;

/** A problem of a kind of its own. Its type is a place in `/docs`. */
export function personalProblem(
  kind: PersonalProblem,
  detail: string,
  more: ProblemExtras = {},
  headers: Record<string, string> = {},
): Problem {
  const { status, title } = PROBLEMS[kind];
  return new Problem(status, detail, { type: `/docs#${kind}`, title, ...more }, headers);
}
