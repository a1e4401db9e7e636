import { action, call } from "../core/action.js";

/**
 * Makes a scheduled cap count, which anyone may do from its time on.
 * @throws ServiceCoinError `TreasuryNoCapDue`
 */
export const applyCap = action(({ treasury }, { asset }: { asset: string }) => call(treasury.applyCap, [asset]));
