import { createStore } from "../store/store.ts";

/** Whether the dialog is open that connects a wallet, or shows the one that is connected. */
export const isWalletOpen = createStore(false);
