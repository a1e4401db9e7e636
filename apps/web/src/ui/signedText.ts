import type {
  Authorization,
  Ballot,
  BallotPaper,
  Cancellation,
  Delegation,
  Signed,
  SignedOrderPayment,
  SignedRelease,
  Written,
} from "@servicecoin/sdk";
import { packJson, unpackJson } from "./compact.ts";
import {
  readAddress,
  readBytes32,
  readDeal,
  readObject,
  readSignature,
  readUint,
  writeJson,
  type Fields,
} from "./fields.ts";

/** Where a signature is valid. */
interface Place {
  chainId: number;
  /** The contract that takes it. */
  contract: string;
}

/** Something that one account signed, and that another may send. */
export type SignedMessage =
  | { kind: "transfer"; signed: Signed<Authorization> }
  | { kind: "lock"; signed: Signed<Authorization> }
  | { kind: "cancellation"; signed: Signed<Cancellation> }
  | { kind: "vote"; signed: Signed<Ballot> }
  | { kind: "ballotPaper"; signed: Signed<BallotPaper> }
  /** The contract finds out from the signature who signed: `signer` is who it must be. */
  | { kind: "delegation"; signed: Signed<Delegation>; signer: string }
  | { kind: "order"; place: Place; signed: SignedOrderPayment }
  | { kind: "release"; place: Place; signed: SignedRelease };

export type SignedKind = SignedMessage["kind"];

/** Characters of a text that is worth reading. A ballot paper is the longest. */
const LONGEST = 20_000;
const MOST_CHOICES = 100;

/** Writes it as JSON, as the command line reads it. */
export function writeSigned(message: SignedMessage): string {
  switch (message.kind) {
    case "order":
    case "release":
      return writeJson({ ...message.signed, ...message.place });
    case "delegation":
      return writeJson({ ...message.signed, signer: message.signer });
    default:
      return writeJson(message.signed);
  }
}

/** Makes the link that opens it. @param page Address of this page; its fragment is replaced */
export function signedLink(page: string, message: SignedMessage): string {
  return `${page.replace(/#.*$/s, "")}#/signed?m=${signedSearch(message).m}`;
}

/** The search of the path `/signed` that opens it. */
export function signedSearch(message: SignedMessage): { m: string } {
  return { m: packJson(writeSigned(message)) };
}

/** Reads JSON of this page or the command line, or a link of this page; undefined for any other text. */
export function readSigned(text: string): SignedMessage | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const linked = /[?&]m=([\w-]+)/.exec(text)?.[1];
    return parse(readObject(JSON.parse(linked === undefined ? text : unpackJson(linked)), "message"));
  } catch {
    return undefined;
  }
}

function parse(fields: Fields): SignedMessage {
  if ("deal" in fields) return parseDeal(fields);
  const message = readObject(fields["message"], "message");
  const { primaryType } = fields;
  switch (primaryType) {
    case "TransferWithAuthorization":
      return { kind: "transfer", signed: signedOf(fields, primaryType, readAuthorization(message)) };
    case "ReceiveWithAuthorization":
      return { kind: "lock", signed: signedOf(fields, primaryType, readAuthorization(message)) };
    case "CancelAuthorization": {
      const cancellation = { authorizer: readAddress(message, "authorizer"), nonce: readBytes32(message, "nonce") };
      return { kind: "cancellation", signed: signedOf(fields, primaryType, cancellation) };
    }
    case "Ballot":
      return { kind: "vote", signed: signedOf(fields, primaryType, readBallot(message)) };
    case "BallotPaper":
      return { kind: "ballotPaper", signed: signedOf(fields, primaryType, readBallotPaper(message)) };
    case "Delegation": {
      const delegation = {
        delegatee: readAddress(message, "delegatee"),
        nonce: digits(message, "nonce"),
        expiry: digits(message, "expiry"),
      };
      const signer = readAddress(fields, "signer");
      return { kind: "delegation", signed: signedOf(fields, primaryType, delegation), signer };
    }
    default:
      throw new TypeError("unknown primaryType");
  }
}

function parseDeal(fields: Fields): SignedMessage {
  const base = { deal: readDeal(fields), signature: readSignature(fields) };
  const place = readPlace(fields);
  if ("total" in fields) {
    return { kind: "release", place, signed: { ...base, total: readUint(fields["total"], "total", 96) } };
  }
  const amount = readUint(fields["amount"], "amount", 96);
  const validBefore = readUint(fields["validBefore"], "validBefore", 256);
  return { kind: "order", place, signed: { ...base, amount, validBefore } };
}

function readPlace(fields: Fields): Place {
  const { chainId } = fields;
  if (typeof chainId !== "number" || !Number.isSafeInteger(chainId)) throw new TypeError("chainId is no number");
  return { chainId, contract: readAddress(fields, "contract") };
}

function signedOf<Message extends object>(
  fields: Fields,
  primaryType: string,
  message: Written<Message>,
): Signed<Message> {
  return { primaryType, ...readPlace(fields), message, signature: readSignature(fields) };
}

function digits(fields: Fields, name: string): string {
  return String(readUint(fields[name], name, 256));
}

function readAuthorization(message: Fields): Written<Authorization> {
  return {
    from: readAddress(message, "from"),
    to: readAddress(message, "to"),
    value: digits(message, "value"),
    validAfter: digits(message, "validAfter"),
    validBefore: digits(message, "validBefore"),
    nonce: readBytes32(message, "nonce"),
  };
}

/** Against, for and abstain. */
const CHOICES = 3n;

function readSupport(value: unknown): number {
  const number = readUint(value, "support", 8);
  if (number >= CHOICES) throw new RangeError("support is no choice");
  return Number(number);
}

function readBallot(message: Fields): Written<Ballot> {
  return {
    proposalId: digits(message, "proposalId"),
    support: readSupport(message["support"]),
    voter: readAddress(message, "voter"),
    nonce: digits(message, "nonce"),
  };
}

function readBallotPaper(message: Fields): Written<BallotPaper> {
  const { proposalIds, support } = message;
  if (!Array.isArray(proposalIds) || !Array.isArray(support)) throw new TypeError("no list of choices");
  const isFit = proposalIds.length === support.length && proposalIds.length > 0 && proposalIds.length <= MOST_CHOICES;
  if (!isFit) throw new RangeError("too many choices, or too few");
  return {
    proposalIds: proposalIds.map((id: unknown) => String(readUint(id, "proposalIds", 256))),
    support: support.map(readSupport),
    voter: readAddress(message, "voter"),
    nonce: digits(message, "nonce"),
  };
}
