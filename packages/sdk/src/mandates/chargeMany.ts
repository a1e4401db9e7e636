import { action, call } from "../core/action.js";
import type { Paid } from "../hub/parties.js";
import { withSignature, type Charge } from "./charge.js";

/** The payment of one mandate of a batch. */
export interface PaidMandate extends Paid {
  mandateId: string;
}

/**
 * Charges many payers, all or nothing. Only the payee may do this.
 * @throws ServiceCoinError as `charge`, each with the `index` of the charge; `HubEmptyBatch`
 */
export const chargeMany = action(
  (client, { charges }: { charges: readonly Charge[] }) =>
    call(client.hub.chargeMany, [charges.map((charge) => withSignature(client, charge))]),
  ({ events }): { charged: PaidMandate[] } => ({
    charged: events.flatMap((event) => {
      if (event.name !== "Charged") return [];
      const { id: mandateId, amount, fee } = event.args;
      return [{ mandateId, amount, fee }];
    }),
  }),
);
