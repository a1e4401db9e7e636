export { collectFees } from "./collectFees.js";
export { readFees, type Fees } from "./readFees.js";
