import type { ContractName } from "@servicecoin/sdk";
import type { Context, Handlers, IndexedEvent } from "./event.js";
import { checkout } from "./checkout.js";
import { credit } from "./credit.js";
import { ignored } from "./event.js";
import { paymentHub } from "./paymentHub.js";
import { serviceCoin } from "./serviceCoin.js";
import { serviceDao } from "./serviceDao.js";
import { serviceRegistry } from "./serviceRegistry.js";
import { serviceReputation } from "./serviceReputation.js";
import { serviceValidation } from "./serviceValidation.js";
import { serviceVotes } from "./serviceVotes.js";
import { treasury } from "./treasury.js";

/** A handler for every event of every contract. */
export const HANDLERS: { readonly [Name in ContractName]: Handlers<Name> } = {
  ServiceCoin: serviceCoin,
  ServiceVotes: serviceVotes,
  ServiceDAO: serviceDao,
  Treasury: treasury,
  PaymentHub: paymentHub,
  ServiceRegistry: serviceRegistry,
  ServiceReputation: serviceReputation,
  ServiceValidation: serviceValidation,
  // Its payments are transfers of the coin.
  PaymentBatch: {},
  Checkout: checkout,
  PairLiquidity: {
    LiquidityAdded: ignored("the transfers of the coin have it"),
    LiquidityRemoved: ignored("the transfers of the coin have it"),
  },
  PayoutAccount: {},
  Credit: credit,
};

/** Calls the handler of an event. */
export function handle(event: IndexedEvent, context: Context): void {
  const handlers = HANDLERS[event.contract] as Record<string, ((args: unknown, context: Context) => void) | undefined>;
  handlers[event.name]?.(event.args, context);
}
