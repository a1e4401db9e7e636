export { action, call, type Action, type Call, type SendOptions, type Sent } from "./core/action.js";
export { DECIMALS, formatScv, parseScv } from "./core/amounts.js";
export {
  accountOf,
  as,
  connect,
  createClient,
  providerOf,
  signerOf,
  type Client,
  type Deployment,
} from "./core/client.js";
export { fromRevert, ServiceCoinError, toServiceCoinError, type ErrorArgs } from "./core/errors.js";
export { decodeLogs, findEvent, type ServiceCoinEvent } from "./core/events.js";
export { CONTRACTS, type ContractName } from "./core/names.js";
export { transfer, type Transfer } from "./coin/transfer.js";
