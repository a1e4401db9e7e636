/** Why a proof or a chain was rejected. */
export type ProofErrorCode =
  /** A value of the node or the document has another form than the standard gives it. */
  | "Malformed"
  /** A field that this version does not know: it may belong to a later fork, and change the hash. */
  | "UnknownField"
  /** A value is not what the others give. */
  | "Mismatch"
  /** The node does not have a block, transaction or receipt. */
  | "NotFound"
  /** The node did not respond, or refused a request. */
  | "Unreachable"
  /** The document has a version that this program does not know. */
  | "UnknownVersion"
  /** The document is right in itself, but leads to another checkpoint than the trusted one. */
  | "WrongCheckpoint"
  /** Fewer than two thirds of a sync committee have signed. */
  | "TooFewSigners"
  /** A signature is not that of the members of the sync committee who are said to have signed. */
  | "BadSignature"
  /** The block is not final yet. */
  | "NotFinal"
  /** The beacon node does not serve the data of light clients, or not that of a block or period. */
  | "NoLightClientData";

/** A failed check, with the field that is wrong. */
export class ProofError extends Error {
  override readonly name = "ProofError";

  /**
   * @param field The field, such as `block.receiptsRoot`.
   * @param expected What the others give, if that is known.
   * @param actual What was found.
   */
  constructor(
    readonly code: ProofErrorCode,
    readonly field: string,
    readonly expected: string | undefined,
    readonly actual: string | undefined,
    cause?: unknown,
  ) {
    super(sentenceOf(code, field, expected, actual), cause === undefined ? undefined : { cause });
  }
}

/** @throws ProofError `Mismatch` when two values differ */
export function expectSame(field: string, expected: string, actual: string): void {
  if (expected !== actual) throw new ProofError("Mismatch", field, expected, actual);
}

function sentenceOf(code: ProofErrorCode, field: string, expected = "another value", actual = "nothing"): string {
  switch (code) {
    case "Malformed":
      return `${field} is ${shown(actual)}, not ${expected}.`;
    case "UnknownField":
      return `${field} is a field that this version does not know.`;
    case "Mismatch":
      return `${field} is ${shown(actual)}, but ${shown(expected)} follows from the rest.`;
    case "NotFound":
      return `The node does not have ${field}.`;
    case "Unreachable":
      return `The node does not answer ${field}: ${shown(actual)}.`;
    case "UnknownVersion":
      return `${field} is ${shown(actual)}; this program knows ${expected}.`;
    case "WrongCheckpoint":
      return `${field} is ${shown(actual)}, not the trusted ${shown(expected)}.`;
    case "TooFewSigners":
      return `${field} has ${actual} signers of ${expected}, which are less than two thirds.`;
    case "BadSignature":
      return `${field} is not the signature of the sync committee.`;
    case "NotFinal":
      return `${field} is not final yet: the last final block that the beacon node has a signature for is ${actual}.`;
    case "NoLightClientData":
      return `The beacon node has no light client data for ${field}: ${shown(actual)}.`;
  }
}

/** Values of nodes and documents may be of any length. */
function shown(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}... (${text.length} characters)` : text;
}
