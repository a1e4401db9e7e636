/**
 * Generalized indices that light clients use. Electra made the tree of the state one level deeper, and a branch has one
 * hash for each level, so that its length tells which index is meant. In the tree of the other forks these indices are
 * nodes that no header and no committee can have as its root: zeros, a number, or half of the list of validators.
 */
interface StateIndices {
  finalizedRoot: number;
  currentCommittee: number;
  nextCommittee: number;
}

/** Altair to Deneb. */
const BEFORE_ELECTRA: StateIndices = { finalizedRoot: 105, currentCommittee: 54, nextCommittee: 55 };
/** Electra and Fulu. */
const ELECTRA: StateIndices = { finalizedRoot: 169, currentCommittee: 86, nextCommittee: 87 };

/** The execution payload in the body of a block, from Capella to Fulu. */
export const EXECUTION_INDEX = 25;

/** The index of something in the state, to which a branch leads that has as many hashes as the index has levels. */
export function stateIndex(name: keyof StateIndices, branch: readonly string[]): number {
  const [before, after] = [BEFORE_ELECTRA[name], ELECTRA[name]];
  return branch.length === depthOf(before) ? before : after;
}

function depthOf(index: number): number {
  return Math.floor(Math.log2(index));
}
