import { action } from "../core/action.js";
import { dealIdOf } from "../hub/ids.js";
import { openMany, type OpenAccrual } from "../hub/open.js";

/**
 * Opens many streams with one transfer, all or nothing, out of the client's allowance for the hub (ERC-20). One that is open already is
 * topped up.
 * @throws ServiceCoinError as `openStream`, each with the `index` of the stream; `HubEmptyBatch`, `ERC20InsufficientAllowance`
 */
export const openStreams = action(
  (client, { streams }: { streams: readonly OpenAccrual[] }) => openMany(client, streams),
  (_sent, client, { streams }): { dealIds: string[] } => ({
    dealIds: streams.map(({ deal }) => dealIdOf(client, deal)),
  }),
);
