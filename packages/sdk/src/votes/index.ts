export { signLock, submitLock } from "./authorizedLock.js";
export { delegate } from "./delegate.js";
export { lock, type Lock } from "./lock.js";
export { lockWithAllowance, type LockFor } from "./lockWithAllowance.js";
export { readVotes, type Votes } from "./readVotes.js";
export { signDelegation, submitDelegation, type DelegationTerms } from "./signedDelegation.js";
export { delegationData, type Delegation } from "./typedData.js";
export { unlock, type Unlock } from "./unlock.js";
