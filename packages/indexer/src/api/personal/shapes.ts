/** What users may keep. The limits are those of people, not of machines. */
import { z } from "zod";

const MAX_CONTACTS = 2_000;
const MAX_NAME = 100;
const MAX_DRAFTS = 50;
const MAX_DRAFT = 20_000;
const MAX_CONTACT = 200;

function text(length: number) {
  const error = `a text of at most ${length} characters without NUL`;
  return z
    .string({ error })
    .max(length, { error })
    .refine((value) => !value.includes("\0") && value.isWellFormed(), { error });
}

function limited<Value>(most: number) {
  return [
    (value: Record<string, Value>) => Object.keys(value).length <= most,
    { error: `at most ${most} entries` },
  ] as const;
}

/** Names that the user gave to accounts, by address in lower case. */
export const contacts = z
  .record(
    z.string().regex(/^0x[0-9a-f]{40}$/, { error: "an address in lower case" }),
    text(MAX_NAME).min(1, { error: "a name" }),
    { error: "names by address" },
  )
  .refine(...limited<string>(MAX_CONTACTS));

/** Forms that the page keeps while they are not sent. */
export const DRAFT_FORMS = ["proposal", "service"] as const;

/** Unfinished forms, by an id that the page makes. */
export const drafts = z
  .record(
    z.string().regex(/^[A-Za-z0-9-]{1,64}$/, { error: "an id: 1 to 64 letters, digits and hyphens" }),
    z.strictObject({
      form: z.enum(DRAFT_FORMS, { error: `one of ${DRAFT_FORMS.join(", ")}` }),
      changedAt: z.int().min(0).describe("Milliseconds since 1970."),
      fields: text(MAX_DRAFT).describe("What was entered, as JSON of the page."),
    }),
    { error: "drafts by id" },
  )
  .refine(...limited(MAX_DRAFTS));

/** What the user says of himself, and what he wants to hear of. */
export const settings = z.strictObject({
  displayName: text(MAX_NAME).optional().describe("How the user wants to be called in payment requests."),
  contact: text(MAX_CONTACT).optional().describe("How the user can be reached, as text."),
  notifications: z
    .strictObject({
      payments: z.boolean().optional().describe("Tell of coins that arrive."),
      deals: z.boolean().optional().describe("Tell of changes of the user's deals."),
      proposals: z.boolean().optional().describe("Tell of new proposals."),
    })
    .optional(),
});

/** Schemas by kind. */
export const SHAPES = { contacts, drafts, settings } as const;

export type Kind = keyof typeof SHAPES;
/** What is kept of each kind. */
export type Kept = { [Name in Kind]: z.output<(typeof SHAPES)[Name]> };

export const KINDS = Object.keys(SHAPES) as Kind[];

/** What a user signs in with. */
export const signInBody = z.strictObject({
  message: z.string().max(4_000, { error: "a message of at most 4,000 characters" }).describe("As ERC-4361 has it."),
  signature: z
    .string()
    .regex(/^0x(?:[0-9a-fA-F]{2}){1,8192}$/, { error: "1 to 8,192 bytes as hexadecimal digits" })
    .describe("Of the account's key over the message (ERC-191), or what its smart wallet accepts (ERC-1271)."),
});
