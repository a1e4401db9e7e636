/** Receipts that stand on final blocks of the beacon chain. Runs in browsers and Node.js. */
export {
  finalDigestOf,
  finalReceiptText,
  proveFinalReceipt,
  readFinalReceipt,
  verifyFinalReceipt,
  type FinalProveOptions,
  type FinalReceiptDocument,
  type FinalVerifyOptions,
  type ProvenFinalReceipt,
} from "./beacon/finalReceipt.js";
export { rootOfCommittee, rootOfExecution, rootOfHeader } from "./beacon/containers.js";
export type { BeaconHeader, ExecutionHeader, SyncCommittee } from "./beacon/containers.js";
export type { CommitteeUpdate, Finality, SignedFinality } from "./beacon/finality.js";
export { BEACON_NETWORKS, type BeaconNetwork } from "./beacon/networks.js";
export { HttpBeaconNode, type BeaconNode } from "./beacon/node.js";
export { signingRoot, type SyncAggregate } from "./beacon/signature.js";
export { verifyFinality, type BeaconPoint, type BeaconTrust } from "./beacon/verifyFinality.js";
export type { ProvenFinality, SyncCommitteePoint } from "./beacon/verifyFinality.js";
