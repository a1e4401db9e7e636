export { action, call, type Action, type Call, type SendOptions, type Sent } from "./action.js";
export { DECIMALS, formatScv, parseScv } from "./amounts.js";
export { accountOf, as, connect, createClient, type Client, type Deployment } from "./client.js";
export { openProvider } from "./provider.js";
export { fromRevert, ServiceCoinError, toServiceCoinError, type ErrorArgs } from "./errors.js";
export { decodeLogs, findEvent, type ServiceCoinEvent } from "./events.js";
export { CONTRACTS, type ContractName } from "./names.js";
