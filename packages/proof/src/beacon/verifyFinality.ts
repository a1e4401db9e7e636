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
  /** A sync committee that the proof begins with or passes. */
  committee?: SyncCommitteePoint | undefined;
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
  committee: SyncCommitteePoint;
  /** Members of the committee who signed, and all. */
  signers: number;
  committeeSize: number;
  /** Whether the verifier trusts the start, or a committee on the way. */
  isTrusted: boolean;
}

/** A sync committee: its period, and its hash tree root. */
export interface SyncCommitteePoint {
  period: number;
  root: string;
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
  const { bootstrap, final, execution, executionBranch } = finality;
  const start = rootOfHeader(bootstrap.header);
  if (root !== undefined && root.toLowerCase() !== start) {
    throw new ProofError("WrongCheckpoint", "finality.bootstrap.header", root.toLowerCase(), start);
  }
  // Signatures last: they take a thousand times longer than hashes.
  const steps = followCommittees(finality);
  const payload = rootOfExecution(execution);
  expectUnder("finality.executionBranch", final.finalizedHeader.bodyRoot, payload, executionBranch, EXECUTION_INDEX);
  const committees = steps.map(({ period, committeeRoot }) => ({ period, root: committeeRoot }));
  if (known !== undefined) expectKnown(known, committees);
  let signers = 0;
  for (const step of steps) signers = verifySignature(step, finality, network);
  const last = committees.at(-1);
  if (last === undefined) throw new ProofError("Malformed", "finality", "a sync committee", undefined);
  return {
    start: pointOf(bootstrap.header),
    end: pointOf(final.finalizedHeader),
    committee: last,
    ...{ signers, committeeSize: bootstrap.currentSyncCommittee.pubkeys.length },
    isTrusted: root !== undefined || known !== undefined,
  };
}

/** A committee, and what it has signed. */
interface Step {
  period: number;
  committee: SyncCommittee;
  committeeRoot: string;
  signed: SignedFinality;
  /** Names what was signed in errors. */
  what: string;
}

/** Follows the committees from period to period by their branches, and checks everything but the signatures. */
function followCommittees({ bootstrap, updates, final }: Finality): Step[] {
  const { header, currentSyncCommittee, currentSyncCommitteeBranch } = bootstrap;
  let committee = currentSyncCommittee;
  let period = periodOf(header.slot, committee);
  let committeeRoot = rootUnder(header, "current", committee, currentSyncCommitteeBranch, "finality.bootstrap");
  const steps: Step[] = [];
  for (const [index, update] of updates.entries()) {
    const what = `finality.updates[${index}]`;
    expectPeriod(update.attestedHeader, committee, [period], `${what}.attestedHeader`);
    // The next committee is fixed when a period begins, and so is final with any block of the period.
    expectPeriod(update.finalizedHeader, committee, [period], `${what}.finalizedHeader`);
    expectFinalized(update, what);
    steps.push({ period, committee, committeeRoot, signed: update, what });
    committeeRoot = nextRoot(update, committee, what);
    committee = update.nextSyncCommittee;
    period++;
  }
  const what = "finality.final";
  // The first signature of a period may be for the last header of the one before.
  expectPeriod(final.attestedHeader, committee, [period, period - 1], `${what}.attestedHeader`);
  expectFinalized(final, what);
  return [...steps, { period, committee, committeeRoot, signed: final, what }];
}

/** Checks that a signed header says in its state that another one is final. */
function expectFinalized({ attestedHeader, finalizedHeader, finalityBranch }: SignedFinality, what: string): void {
  const index = stateIndex("finalizedRoot", finalityBranch);
  const finalized = rootOfHeader(finalizedHeader);
  expectUnder(`${what}.finalityBranch`, attestedHeader.stateRoot, finalized, finalityBranch, index);
}

function verifySignature(
  { committee, signed, what }: Step,
  { genesisValidatorsRoot }: Finality,
  network: BeaconNetwork | undefined,
): number {
  const { attestedHeader: header, forkVersion } = signed;
  if (network !== undefined) expectNetwork(network, { genesisValidatorsRoot, forkVersion, header }, what);
  return expectSigned(header, committee, signed, genesisValidatorsRoot, what);
}

/** Checks the committee that follows another one. @returns Its root. */
function nextRoot(update: CommitteeUpdate, { pubkeys }: SyncCommittee, what: string): string {
  const { attestedHeader, nextSyncCommittee: next, nextSyncCommitteeBranch: branch } = update;
  expectSame(`${what}.nextSyncCommittee.pubkeys.length`, String(pubkeys.length), String(next.pubkeys.length));
  return rootUnder(attestedHeader, "next", next, branch, what);
}

/** Checks that a committee is in the state of a header. @returns Its root. */
function rootUnder(
  { stateRoot }: BeaconHeader,
  which: "current" | "next",
  committee: SyncCommittee,
  branch: readonly string[],
  what: string,
): string {
  const index = stateIndex(`${which}Committee`, branch);
  const root = rootOfCommittee(committee);
  expectUnder(`${what}.${which}SyncCommitteeBranch`, stateRoot, root, branch, index);
  return root;
}

function expectPeriod({ slot }: BeaconHeader, committee: SyncCommittee, periods: number[], what: string): void {
  const period = periodOf(slot, committee);
  if (periods.includes(period)) return;
  const expected = `a slot of period ${periods.join(" or ")}`;
  throw new ProofError("Mismatch", `${what}.slot`, expected, `${slot} of period ${period}`);
}

function expectKnown({ period, root }: SyncCommitteePoint, committees: readonly SyncCommitteePoint[]): void {
  const found = committees.find((one) => one.period === period)?.root;
  if (found === root.toLowerCase()) return;
  throw new ProofError("WrongCheckpoint", `the sync committee of period ${period}`, root.toLowerCase(), found);
}

function pointOf(header: BeaconHeader): BeaconPoint {
  return { slot: Number(header.slot), root: rootOfHeader(header) };
}
