import { action, call } from "../core/action.js";
import type { Paid } from "../hub/parties.js";
import type { Charge } from "./charge.js";

/** What one mandate of a batch paid. */
export interface PaidMandate extends Paid {
  mandateId: string;
}

/**
 * The payee charges many payers, all or nothing.
 * @throws ServiceCoinError as `charge`, each with the `index` of the charge; `HubEmptyBatch`
 */
export const chargeMany = action(
  ({ hub }, { charges }: { charges: readonly Charge[] }) =>
    call(hub.chargeMany, [charges.map(({ signature = "0x", ...rest }) => ({ ...rest, signature }))]),
  ({ events }): { charged: PaidMandate[] } => ({
    charged: events.flatMap((event) => {
      if (event.name !== "Charged") return [];
      const { id: mandateId, amount, fee } = event.args;
      return [{ mandateId, amount, fee }];
    }),
  }),
);
