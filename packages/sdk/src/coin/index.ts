export { approve, type Approval } from "./approve.js";
export type { AuthorizationTerms } from "./authorizations.js";
export { signTransfer, submitTransfer, type TransferTerms } from "./authorizedTransfer.js";
export { burn } from "./burn.js";
export { cancelAuthorization, signCancellation, submitCancellation } from "./cancelAuthorization.js";
export { findPayments, type ReferencedPayment } from "./findPayments.js";
export { signPermit, submitPermit, type PermitTerms } from "./permit.js";
export { readAllowance, type AllowanceQuery } from "./readAllowance.js";
export { readAuthorization, type AuthorizationQuery } from "./readAuthorization.js";
export { readBalance } from "./readBalance.js";
export * from "./transfer.js";
export { transferBatch } from "./transferBatch.js";
export {
  cancelAuthorizationData,
  permitData,
  receiveAuthorizationData,
  transferAuthorizationData,
  type Authorization,
  type Cancellation,
  type Permit,
} from "./typedData.js";
