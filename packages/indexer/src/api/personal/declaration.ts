import { z } from "zod";
import { KINDS, SHAPES, signInBody, type Kind } from "./shapes.js";

/** An operation on personal data, for the OpenAPI document and `/docs`. */
export interface PersonalOperation {
  method: "get" | "post" | "put" | "delete";
  path: string;
  operationId: string;
  summary: string;
  body?: z.ZodType;
  /** Undefined for an answer without a body. */
  answer: z.ZodType | undefined;
  /** Status code of an answer. */
  status: 200 | 201 | 204;
  needsSession: boolean;
  /** Whether the version that a change is made from must be sent, may be, or is of no use. */
  ifMatch?: "required" | "optional";
  /** Status codes of problems. */
  problems: readonly number[];
}

const milliseconds = (description: string) => z.int().min(0).describe(`${description}, in milliseconds since 1970.`);

export const nonceAnswer = z.object({
  nonce: z.string().describe("To be signed once."),
  expiresAt: milliseconds("Until when a message with it is accepted"),
  chainId: z.int().describe("The chain id that the message must have."),
});

export const sessionAnswer = z.object({
  token: z.string().describe("To be sent as `Authorization: Bearer …`. It is shown only here."),
  account: z.string().describe("Address in checksum form."),
  expiresAt: milliseconds("When the session ends"),
  renewableUntil: milliseconds("Until when it can be renewed without another signature"),
});

const version = z
  .int()
  .min(0)
  .describe("Changes with every change; 0 when nothing is kept. Also in the header `ETag`.");

/** The answer to a change. */
export const versionAnswer = z.object({ version });

export function documentAnswer(kind: Kind) {
  return z.object({ version, data: SHAPES[kind] });
}

const ABOUT: Record<Kind, string> = {
  contacts: "the address book",
  drafts: "unfinished forms",
  settings: "name, contact and notifications",
};

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function operationsOf(kind: Kind): PersonalOperation[] {
  const shared = { path: `/account/${kind}`, needsSession: true } as const;
  const name = capitalized(kind);
  const about = ABOUT[kind];
  return [
    {
      ...{ ...shared, method: "get", operationId: `accountGet${name}`, status: 200, problems: [401] },
      ...{ summary: `What is kept of the signed-in account: ${about}`, answer: documentAnswer(kind) },
    },
    {
      ...{ ...shared, method: "put", operationId: `accountPut${name}`, ifMatch: "required", status: 200 },
      ...{ summary: `Replace ${about}`, body: SHAPES[kind], answer: versionAnswer },
      problems: [400, 401, 412, 413, 415, 428, 507],
    },
    {
      ...{ ...shared, method: "delete", operationId: `accountDelete${name}`, ifMatch: "optional", status: 204 },
      ...{ summary: `Delete ${about}`, answer: undefined, problems: [401, 412] },
    },
  ];
}

/** Every operation on personal data. */
export const PERSONAL_OPERATIONS: readonly PersonalOperation[] = [
  {
    ...{ method: "get", path: "/session/nonce", operationId: "sessionNonce", needsSession: false, status: 200 },
    ...{ summary: "A nonce for signing in", answer: nonceAnswer, problems: [] },
  },
  {
    ...{ method: "post", path: "/session", operationId: "sessionStart", needsSession: false, status: 201 },
    ...{ summary: "Sign in with a signed message (ERC-4361)", body: signInBody, answer: sessionAnswer },
    problems: [400, 403, 413, 415, 503],
  },
  {
    ...{ method: "post", path: "/session/renewal", operationId: "sessionRenew", needsSession: true, status: 201 },
    ...{ summary: "Replace the session by a longer one", answer: sessionAnswer, problems: [401] },
  },
  {
    ...{ method: "delete", path: "/session", operationId: "sessionEnd", needsSession: true, status: 204 },
    ...{ summary: "Sign out", answer: undefined, problems: [401] },
  },
  ...KINDS.flatMap(operationsOf),
  {
    ...{ method: "delete", path: "/account", operationId: "accountDelete", needsSession: true, status: 204 },
    ...{ summary: "Delete everything that is kept, and sign out everywhere", answer: undefined, problems: [401] },
  },
];

/** Whether a path is one of personal data. */
export function isPersonalPath(path: string): boolean {
  return /^\/(?:session|account)(?:\/|$)/.test(path);
}
