export { cancelStream } from "../hub/cancel.js";
export { claimMany, claimStream } from "../hub/claim.js";
export type * from "../hub/opening.js";
export { openStream, openStreams, topUpStream, type TopUp } from "../hub/openAccrual.js";
export { readStream, type AccrualStanding } from "../hub/readAccrual.js";
export { refundStream } from "../hub/refund.js";
export { draftStream, type StreamDraft, type StreamRate } from "./draftStream.js";
