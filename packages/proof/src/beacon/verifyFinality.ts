import { expectSame, ProofError } from "../errors.js";
import {
  periodOf,
  rootOfCommittee,
  rootOfExecution,
  rootOfHeader,
  type BeaconHeader,
  type SyncCommittee,
} from "./containers.js";
import type { CommitteeUpdate, Finality, SignedFinality } from "./finality.js";
import { EXECUTION_INDEX, stateIndex } from "./indices.js";
import { expectNetwork, type BeaconNetwork } from "./networks.js";
import { expectSigned } from "./signature.js";
import { expectUnder } from "./ssz.js";

/** Where the proof of a final block begins, for a verifier who knows one of the two. */
export interface BeaconTrust {
  /** Root of a block of the beacon chain. */
  root?: string | undefined;
  /** A sync committee: its period, and its hash tree root. */
  committee?: { period: number; root: string } | undefined;
  /** The beacon chain that is meant. Default: the public one of the chain id, if there is one. */
  network?: BeaconNetwork | undefined;
}

/** A final block of the beacon chain, and what has been followed to it. */
export interface ProvenFinality {
  /** The beacon block where the proof begins. */
  start: BeaconPoint;
  /** The final beacon block. */
  end: BeaconPoint;
  /** The sync committee that signed the end, to begin with another time. */
  committee: { period: number; root: string };
  /** Members of the committee who signed, and all. */
  signers: number;
  committeeSize: number;
  /** Whether the verifier trusts the start, or a committee on the way. */
  isTrusted: boolean;
}

/** A block of the beacon chain. */
export interface BeaconPoint {
  slot: number;
  root: string;
}

/**
 * Follows the sync committees from the trusted block to the final one, and to its execution block, as light clients do
 * (consensus specification, `altair/light-client/sync-protocol.md`). Each step must be final and signed by two thirds.
 * @throws ProofError with the field that is wrong; `WrongCheckpoint` when it begins with another block or committee
 * than the trusted one; `TooFewSigners`, `BadSignature`
 */
export function verifyFinality(finality: Finality, { root, committee: known, network }: BeaconTrust): ProvenFinality {
  const { bootstrap, updates, final, execution, executionBranch } = finality;
  const what = "finality.bootstrap";
  const start = rootOfHeader(bootstrap.header);
  if (root !== undefined && root.toLowerCase() !== start) {
    throw new ProofError("WrongCheckpoint", `${what}.header`, root.toLowerCase(), start);
  }
  let committee = bootstrap.currentSyncCommittee;
  let period = periodOf(bootstrap.header.slot, committee);
  const roots = new Map([[period, rootOfCommittee(committee)]]);
  expectCommittee(bootstrap.header, "current", committee, bootstrap.currentSyncCommitteeBranch, what);
  for (const [index, update] of updates.entries()) {
    const field = `finality.updates[${index}]`;
    expectPeriod(update.attestedHeader, committee, [period], `${field}.attestedHeader`);
    // The next committee is that of a final block too: it is fixed when the period begins.
    expectPeriod(update.finalizedHeader, committee, [period], `${field}.finalizedHeader`);
    verifySigned(update, committee, finality, network, field);
    committee = nextCommittee(update, committee, field);
    period++;
    roots.set(period, rootOfCommittee(committee));
  }
  // The first signature of a period may be for the last header of the one before.
  expectPeriod(final.attestedHeader, committee, [period, period - 1], "finality.final.attestedHeader");
  const signers = verifySigned(final, committee, finality, network, "finality.final");
  const payload = rootOfExecution(execution);
  expectUnder("finality.executionBranch", final.finalizedHeader.bodyRoot, payload, executionBranch, EXECUTION_INDEX);
  if (known !== undefined) expectKnown(known, roots);
  return {
    start: pointOf(bootstrap.header),
    end: pointOf(final.finalizedHeader),
    committee: { period, root: roots.get(period) ?? "" },
    ...{ signers, committeeSize: committee.pubkeys.length, isTrusted: root !== undefined || known !== undefined },
  };
}

/** Checks the signature of a committee, and that what it signed says that the finalized header is final. */
function verifySigned(
  signed: SignedFinality,
  committee: SyncCommittee,
  { genesisValidatorsRoot }: Finality,
  network: BeaconNetwork | undefined,
  what: string,
): number {
  const { attestedHeader: header, finalizedHeader, finalityBranch, forkVersion } = signed;
  if (network !== undefined) expectNetwork(network, { genesisValidatorsRoot, forkVersion, header }, what);
  const signers = expectSigned(header, committee, signed, genesisValidatorsRoot, what);
  const index = stateIndex("finalizedRoot", finalityBranch);
  expectUnder(`${what}.finalityBranch`, header.stateRoot, rootOfHeader(finalizedHeader), finalityBranch, index);
  return signers;
}

function nextCommittee(update: CommitteeUpdate, { pubkeys }: SyncCommittee, what: string): SyncCommittee {
  const { attestedHeader, nextSyncCommittee: next, nextSyncCommitteeBranch: branch } = update;
  expectSame(`${what}.nextSyncCommittee.pubkeys.length`, String(pubkeys.length), String(next.pubkeys.length));
  expectCommittee(attestedHeader, "next", next, branch, what);
  return next;
}

function expectCommittee(
  { stateRoot }: BeaconHeader,
  which: "current" | "next",
  committee: SyncCommittee,
  branch: readonly string[],
  what: string,
): void {
  const index = stateIndex(`${which}Committee`, branch);
  expectUnder(`${what}.${which}SyncCommitteeBranch`, stateRoot, rootOfCommittee(committee), branch, index);
}

function expectPeriod({ slot }: BeaconHeader, committee: SyncCommittee, periods: number[], what: string): void {
  const period = periodOf(slot, committee);
  if (periods.includes(period)) return;
  const expected = `a slot of period ${periods.join(" or ")}`;
  throw new ProofError("Mismatch", `${what}.slot`, expected, `${slot} of period ${period}`);
}

function expectKnown({ period, root }: { period: number; root: string }, roots: ReadonlyMap<number, string>): void {
  const found = roots.get(period);
  if (found === root.toLowerCase()) return;
  throw new ProofError("WrongCheckpoint", `the sync committee of period ${period}`, root.toLowerCase(), found);
}

function pointOf(header: BeaconHeader): BeaconPoint {
  return { slot: Number(header.slot), root: rootOfHeader(header) };
}
