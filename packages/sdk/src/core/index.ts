export { action, call, type Action, type Call, type PreparedAction, type SendOptions, type Sent } from "./action.js";
export { DECIMALS, formatScv, parseScv } from "./amounts.js";
export { accountOf, as, connect, createClient, type Client, type ConnectOptions, type Deployment } from "./client.js";
export type { IndexedBlock, IndexSource } from "./indexSource.js";
export { openProvider, type ProviderOptions } from "./provider.js";
export type { ErrorArgsOf, ServiceCoinErrorCode } from "./errorCodes.js";
export {
  fromRevert,
  isServiceCoinError,
  ServiceCoinError,
  toServiceCoinError,
  type ErrorArgs,
  type ErrorWithCode,
} from "./errors.js";
export { decodeLogs, findEvent, type ServiceCoinEvent } from "./events.js";
export { CONTRACTS, type ContractName } from "./contracts.js";
