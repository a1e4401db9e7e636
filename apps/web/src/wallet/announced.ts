import { createStore } from "../store/store.ts";
import type { AnnouncedWallet, WalletProvider } from "./provider.ts";

/** The wallets of this browser, in the order in which they announced themselves (EIP-6963). */
export const announcedWallets = createStore<readonly AnnouncedWallet[]>([]);

interface Announcement {
  info?: { uuid?: unknown; rdns?: unknown; name?: unknown; icon?: unknown };
  provider?: WalletProvider;
}

/** Listens for wallets, also for those that load later than the page. Called once. */
export function discoverWallets(): void {
  window.addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider } = (event as CustomEvent<Announcement | undefined>).detail ?? {};
    const { rdns, name, icon } = info ?? {};
    if (typeof rdns !== "string" || typeof name !== "string" || typeof provider?.request !== "function") return;
    const wallet = { rdns, name, icon: isImage(icon) ? icon : "", provider };
    // A wallet announces itself again each time it is asked.
    announcedWallets.set((all) => (all.some((known) => known.rdns === rdns) ? all : [...all, wallet]));
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
}

/** Only images that need no request. */
function isImage(icon: unknown): icon is string {
  return typeof icon === "string" && /^data:image\//.test(icon);
}
