import { action, call } from "../core/action.js";

/** Applies a scheduled cap. Anyone may do this once it is due. @throws ServiceCoinError `TreasuryNoCapDue` */
export const applyCap = action(({ treasury }, { asset }: { asset: string }) => call(treasury.applyCap, [asset]));
