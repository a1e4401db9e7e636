export { mandateIdOf } from "../hub/ids.js";
export { findMandate, listMandates, type AcceptedMandate } from "./acceptedMandates.js";
export { acceptMandate } from "./acceptMandate.js";
export { charge, type Charge } from "./charge.js";
export { chargeMany, type PaidMandate } from "./chargeMany.js";
export { draftMandate, type MandateDraft } from "./draftMandate.js";
export { readMandate, type MandateStanding } from "./readMandate.js";
export { revokeMandate } from "./revokeMandate.js";
export { signMandate, type SignedMandate } from "./signMandate.js";
