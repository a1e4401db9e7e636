import { accountByAddress } from "./accounts.js";
import { readiness, statusRoute } from "./health.js";
import { accountTransfers, transfers } from "./transfers.js";

/** Every route, in the order of the documents. */
export const ROUTES = [statusRoute, readiness, accountByAddress, accountTransfers, transfers] as const;
