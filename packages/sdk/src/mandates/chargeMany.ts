import { action, call } from "../core/action.js";
import { payeeSide } from "../credit/payoutAccount.js";
import type { Paid } from "../hub/parties.js";
import { withSignature, type Charge } from "./charge.js";

/** The payment of one mandate of a batch. */
export interface PaidMandate extends Paid {
  mandateId: string;
}

/**
 * Charges many payers, all or nothing. Only the payee may do this, and the owner of a payout account that is the payee.
 * @throws ServiceCoinError as `charge`, each with the `index` of the charge; `HubEmptyBatch`
 */
export const chargeMany = action(
  async (client, { charges }: { charges: readonly Charge[] }) => {
    // One caller can charge for one payee only.
    const [first] = charges;
    const side = first === undefined ? client.hub : await payeeSide(client, first.mandate);
    return call(side.chargeMany, [charges.map((charge) => withSignature(client, charge))]);
  },
  ({ events }): { charged: PaidMandate[] } => ({
    charged: events.flatMap((event) => {
      if (event.name !== "Charged") return [];
      const { id: mandateId, amount, fee } = event.args;
      return [{ mandateId, amount, fee }];
    }),
  }),
);
