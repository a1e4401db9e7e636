import { dataOf, expectOnly, listOf, objectOf, type JsonObject } from "../block/fields.js";
import {
  readBeaconHeader,
  readCommittee,
  readExecution,
  type BeaconHeader,
  type ExecutionHeader,
  type SyncCommittee,
} from "./containers.js";
import type { SyncAggregate } from "./signature.js";

/** A header that a sync committee has signed, and an earlier one that it says is final. */
export interface SignedFinality extends SyncAggregate {
  attestedHeader: BeaconHeader;
  finalizedHeader: BeaconHeader;
  /** From the state of the attested header to the root of the finalized one. */
  finalityBranch: readonly string[];
}

/** The last committee tells the next one, in the state of a header that it has signed. */
export interface CommitteeUpdate extends SignedFinality {
  nextSyncCommittee: SyncCommittee;
  nextSyncCommitteeBranch: readonly string[];
}

/**
 * What leads from a block of the beacon chain that the verifier trusts to a later final block, and to the block of the
 * execution chain in it. The names are those of the light client API, in camel case.
 */
export interface Finality {
  genesisValidatorsRoot: string;
  bootstrap: {
    /** The block to trust: its root is the hash of these fields. */
    header: BeaconHeader;
    currentSyncCommittee: SyncCommittee;
    currentSyncCommitteeBranch: readonly string[];
  };
  /** One for each period from that of the trusted block on, until the committee that signed the end. */
  updates: readonly CommitteeUpdate[];
  final: SignedFinality;
  /** The execution payload of the last finalized header. */
  execution: ExecutionHeader;
  executionBranch: readonly string[];
}

const SIGNED_FIELDS = [
  ...["attestedHeader", "finalizedHeader", "finalityBranch"],
  ...["syncCommitteeBits", "syncCommitteeSignature", "forkVersion"],
];
const UPDATE_FIELDS = [...SIGNED_FIELDS, "nextSyncCommittee", "nextSyncCommitteeBranch"];
const BOOTSTRAP_FIELDS = ["header", "currentSyncCommittee", "currentSyncCommitteeBranch"];
const FIELDS = ["genesisValidatorsRoot", "bootstrap", "updates", "final", "execution", "executionBranch"];

/** Reads the finality of a document. @throws ProofError `Malformed`, `UnknownField` */
export function readFinality(value: unknown): Finality {
  const what = "finality";
  const fields = only(value, FIELDS, what);
  return {
    genesisValidatorsRoot: dataOf(fields["genesisValidatorsRoot"], `${what}.genesisValidatorsRoot`, 32),
    bootstrap: readBootstrap(fields["bootstrap"], `${what}.bootstrap`),
    updates: listOf(fields["updates"], `${what}.updates`).map((update, index) =>
      readUpdate(update, `${what}.updates[${index}]`),
    ),
    final: readSigned(only(fields["final"], SIGNED_FIELDS, `${what}.final`), `${what}.final`),
    execution: readExecution(fields["execution"], `${what}.execution`),
    executionBranch: readBranch(fields["executionBranch"], `${what}.executionBranch`),
  };
}

/** @throws ProofError `Malformed`, `UnknownField` */
export function readBootstrap(value: unknown, what: string): Finality["bootstrap"] {
  const fields = only(value, BOOTSTRAP_FIELDS, what);
  return {
    header: readBeaconHeader(fields["header"], `${what}.header`),
    currentSyncCommittee: readCommittee(fields["currentSyncCommittee"], `${what}.currentSyncCommittee`),
    currentSyncCommitteeBranch: readBranch(fields["currentSyncCommitteeBranch"], `${what}.currentSyncCommitteeBranch`),
  };
}

/** @throws ProofError `Malformed`, `UnknownField` */
export function readUpdate(value: unknown, what: string): CommitteeUpdate {
  const fields = only(value, UPDATE_FIELDS, what);
  return {
    ...readSigned(fields, what),
    nextSyncCommittee: readCommittee(fields["nextSyncCommittee"], `${what}.nextSyncCommittee`),
    nextSyncCommitteeBranch: readBranch(fields["nextSyncCommitteeBranch"], `${what}.nextSyncCommitteeBranch`),
  };
}

/** Reads what is signed, and leaves other fields out. @throws ProofError `Malformed`, `UnknownField` */
export function readSigned(fields: JsonObject, what: string): SignedFinality {
  return {
    attestedHeader: readBeaconHeader(fields["attestedHeader"], `${what}.attestedHeader`),
    finalizedHeader: readBeaconHeader(fields["finalizedHeader"], `${what}.finalizedHeader`),
    finalityBranch: readBranch(fields["finalityBranch"], `${what}.finalityBranch`),
    syncCommitteeBits: dataOf(fields["syncCommitteeBits"], `${what}.syncCommitteeBits`),
    syncCommitteeSignature: dataOf(fields["syncCommitteeSignature"], `${what}.syncCommitteeSignature`, 96),
    forkVersion: dataOf(fields["forkVersion"], `${what}.forkVersion`, 4),
  };
}

/** Reads a branch. @throws ProofError `Malformed` */
export function readBranch(value: unknown, what: string): string[] {
  return listOf(value, what).map((hash, index) => dataOf(hash, `${what}[${index}]`, 32));
}

function only(value: unknown, names: readonly string[], what: string): JsonObject {
  const fields = objectOf(value, what);
  expectOnly(fields, new Set(names), what);
  return fields;
}
