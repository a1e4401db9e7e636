import { bls12_381 } from "@noble/curves/bls12-381.js";
import { getBytes } from "ethers";
import { ProofError } from "../errors.js";
import { partsOf, rootOfHeader, type BeaconHeader, type SyncCommittee } from "./containers.js";
import { hashOfPair, rootOfBytes } from "./ssz.js";

/** The signature of a sync committee. */
export interface SyncAggregate {
  /** Which members have signed. */
  syncCommitteeBits: string;
  syncCommitteeSignature: string;
  /** The version of the fork in the slot before the signature was included. */
  forkVersion: string;
}

/** `DOMAIN_SYNC_COMMITTEE` of the consensus specification. */
const DOMAIN_TYPE = "0x07000000";

/** The ciphersuite of the signatures of Ethereum, with proofs of possession. */
const SUITE = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

type PublicKey = ReturnType<typeof bls12_381.G1.Point.fromBytes>;

/**
 * Checks that at least two thirds of a sync committee have signed a header.
 * @param genesisValidatorsRoot Separates the signatures of beacon chains, with the version of the fork.
 * @param what Names the signature in errors.
 * @returns How many have signed.
 * @throws ProofError `TooFewSigners`, `BadSignature`; `Malformed` for bits of another number
 */
export function expectSigned(
  header: BeaconHeader,
  committee: SyncCommittee,
  { syncCommitteeBits, syncCommitteeSignature, forkVersion }: SyncAggregate,
  genesisValidatorsRoot: string,
  what: string,
): number {
  const { signed, absent } = partsOf(committee, syncCommitteeBits, `${what}.syncCommitteeBits`);
  const size = committee.pubkeys.length;
  if (3 * signed.length < 2 * size) {
    throw new ProofError("TooFewSigners", `${what}.syncCommitteeBits`, String(size), String(signed.length));
  }
  const root = signingRoot(header, forkVersion, genesisValidatorsRoot);
  if (!isSigned(root, committee, absent, syncCommitteeSignature)) {
    throw new ProofError("BadSignature", `${what}.syncCommitteeSignature`, undefined, syncCommitteeSignature);
  }
  return signed.length;
}

/** What a sync committee signs of a header. */
export function signingRoot(header: BeaconHeader, forkVersion: string, genesisValidatorsRoot: string): string {
  const forkData = hashOfPair(rootOfBytes(forkVersion), genesisValidatorsRoot);
  return hashOfPair(rootOfHeader(header), DOMAIN_TYPE + forkData.slice(2, 58));
}

function isSigned(
  root: string,
  { aggregatePubkey }: SyncCommittee,
  absent: readonly string[],
  signature: string,
): boolean {
  const { longSignatures: bls, G1 } = bls12_381;
  try {
    // Few are absent of most signatures: their keys are taken from the sum of all, which the committee's root has too.
    const keys = absent.reduce<PublicKey>((sum, key) => sum.subtract(pointOf(key)), pointOf(aggregatePubkey));
    if (keys.equals(G1.Point.ZERO)) return false;
    return bls.verify(bls.Signature.fromBytes(getBytes(signature)), bls.hash(getBytes(root), SUITE), keys);
  } catch {
    // A key or a signature that is no point of its group.
    return false;
  }
}

function pointOf(key: string): PublicKey {
  return bls12_381.G1.Point.fromBytes(getBytes(key));
}
