export { applyCap } from "./applyCap.js";
export { ETHER, formatAsset } from "./assets.js";
export { readBudget, type BudgetQuery, type Limit } from "./readBudget.js";
export { readCap, type Cap } from "./readCap.js";
export { readTreasury, type TreasuryBalances } from "./readTreasury.js";
export * from "./spend.js";
