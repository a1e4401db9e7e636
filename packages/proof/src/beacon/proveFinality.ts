import { dataOf, listOf, objectOf, type JsonObject } from "../block/fields.js";
import { ProofError } from "../errors.js";
import { periodOf, readExecution } from "./containers.js";
import { readBootstrap, readBranch, readSigned, readUpdate, type CommitteeUpdate, type Finality } from "./finality.js";
import type { BeaconNode } from "./node.js";
import { decimalOf } from "./ssz.js";

/** Updates that a beacon node gives for one request, at most. */
const MOST_UPDATES = 128;

/** The versions of a beacon chain, with the first epoch of each. */
type Schedule = readonly { epoch: bigint; version: string }[];

/** A signed finality, with the execution payload of its finalized header. */
type End = Pick<Finality, "final" | "execution" | "executionBranch">;

/**
 * Reads from a beacon node what leads from a block that the verifier trusts to a final block, at or after a block of
 * the execution chain: the nearest one that the node knows a signature for. Nothing is verified.
 * @param root Root of the trusted block: the first of an epoch, and final.
 * @param blockNumber Of the execution chain.
 * @throws ProofError `NoLightClientData`, `Unreachable`, `Malformed`; `NotFinal` when the last final block is earlier;
 * `NotFound` when the trusted block is after it
 */
export async function readFinalityFrom(node: BeaconNode, root: string, blockNumber: number): Promise<Finality> {
  const [genesis, spec, forks] = await Promise.all([
    dataFrom(node, "beacon/genesis"),
    dataFrom(node, "config/spec"),
    node.get("config/fork_schedule"),
  ]);
  const slotsPerEpoch = BigInt(decimalOf(objectOf(spec, "spec")["SLOTS_PER_EPOCH"], 64, "spec.SLOTS_PER_EPOCH"));
  const schedule = scheduleOf(forks);
  const versionAt = (slot: string) => {
    // A signature in slot n is made in the slot before.
    const epoch = (BigInt(slot) === 0n ? 0n : BigInt(slot) - 1n) / slotsPerEpoch;
    return schedule.findLast((fork) => fork.epoch <= epoch)?.version;
  };
  const bootstrap = bootstrapOf(await dataFrom(node, `beacon/light_client/bootstrap/${root}`));
  const latest = await dataFrom(node, "beacon/light_client/finality_update");
  const signatureSlot = decimalOf(latest["signatureSlot"], 64, "finalityUpdate.signatureSlot");
  const committee = bootstrap.currentSyncCommittee;
  const first = periodOf(bootstrap.header.slot, committee);
  const last = periodOf(signatureSlot, committee);
  if (last < first) {
    const slot = `a finality update after slot ${bootstrap.header.slot}`;
    throw new ProofError("NotFound", slot, undefined, undefined);
  }
  const told = await updatesFrom(node, first, last - first);
  const updates = told.map((update, index) => updateOf(update, versionAt, `updates[${index}]`));
  const end = nearest([...told, latest], versionAt, blockNumber);
  return {
    genesisValidatorsRoot: dataOf(genesis["genesisValidatorsRoot"], "genesis.genesisValidatorsRoot", 32),
    bootstrap,
    updates: updates.slice(0, end.index),
    ...end.found,
  };
}

/** The first signed finality whose final block is not before the wanted one. */
function nearest(
  told: readonly JsonObject[],
  versionAt: (slot: string) => string | undefined,
  blockNumber: number,
): { index: number; found: End } {
  let lastFinal = 0;
  for (const [index, one] of told.entries()) {
    const found = endOf(one, versionAt, index === told.length - 1 ? "finalityUpdate" : `updates[${index}]`);
    lastFinal = Number(found.execution.blockNumber);
    if (lastFinal >= blockNumber) return { index, found };
  }
  throw new ProofError("NotFinal", `block ${blockNumber}`, undefined, String(lastFinal));
}

async function updatesFrom(node: BeaconNode, first: number, count: number): Promise<JsonObject[]> {
  const updates: JsonObject[] = [];
  while (updates.length < count) {
    const some = Math.min(count - updates.length, MOST_UPDATES);
    const start = first + updates.length;
    const path = `beacon/light_client/updates?start_period=${start}&count=${some}`;
    const answer = listOf(await node.get(path), path).slice(0, some);
    if (answer.length === 0) throw new ProofError("NoLightClientData", path, undefined, "an empty list");
    for (const one of answer) updates.push(objectOf(camelCase(objectOf(one, path)["data"]), path));
  }
  return updates;
}

function bootstrapOf({ header, currentSyncCommittee, currentSyncCommitteeBranch }: JsonObject): Finality["bootstrap"] {
  const what = "bootstrap";
  const beacon = objectOf(header, `${what}.header`)["beacon"];
  return readBootstrap({ header: beacon, currentSyncCommittee, currentSyncCommitteeBranch }, what);
}

function updateOf(update: JsonObject, versionAt: (slot: string) => string | undefined, what: string): CommitteeUpdate {
  const { nextSyncCommittee, nextSyncCommitteeBranch } = update;
  return readUpdate({ ...signedOf(update, versionAt, what), nextSyncCommittee, nextSyncCommitteeBranch }, what);
}

function endOf(update: JsonObject, versionAt: (slot: string) => string | undefined, what: string): End {
  const { execution, executionBranch } = objectOf(update["finalizedHeader"], `${what}.finalizedHeader`);
  return {
    final: readSigned(signedOf(update, versionAt, what), what),
    execution: readExecution(execution, `${what}.finalizedHeader.execution`),
    executionBranch: readBranch(executionBranch, `${what}.finalizedHeader.executionBranch`),
  };
}

function signedOf(update: JsonObject, versionAt: (slot: string) => string | undefined, what: string): JsonObject {
  const { attestedHeader, finalizedHeader, finalityBranch, syncAggregate, signatureSlot } = update;
  return {
    attestedHeader: objectOf(attestedHeader, `${what}.attestedHeader`)["beacon"],
    finalizedHeader: objectOf(finalizedHeader, `${what}.finalizedHeader`)["beacon"],
    finalityBranch,
    ...objectOf(syncAggregate, `${what}.syncAggregate`),
    forkVersion: versionAt(decimalOf(signatureSlot, 64, `${what}.signatureSlot`)),
  };
}

function scheduleOf(answer: unknown): Schedule {
  return listOf(objectOf(answer, "fork_schedule")["data"], "fork_schedule").map((one, index) => {
    const what = `fork_schedule[${index}]`;
    const { epoch, current_version: version } = objectOf(one, what);
    return { epoch: BigInt(decimalOf(epoch, 64, `${what}.epoch`)), version: dataOf(version, `${what}.version`, 4) };
  });
}

async function dataFrom(node: BeaconNode, path: string): Promise<JsonObject> {
  return objectOf(camelCase(objectOf(await node.get(path), path)["data"]), path);
}

/** JSON with its names in camel case: `attested_header` is `attestedHeader`. Names in capitals stay. */
export function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, one]: [string, unknown]) => {
    return [name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), camelCase(one)] as const;
  });
  return Object.fromEntries(entries);
}
