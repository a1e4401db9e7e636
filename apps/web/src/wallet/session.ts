import { getAddress } from "ethers/address";
import type { Network } from "../config/config.ts";
import { readSaved, save } from "../store/saved.ts";
import { createStore, useStore } from "../store/store.ts";
import { announcedWallets } from "./announced.ts";
import { quantity, type AnnouncedWallet } from "./provider.ts";

/** The account that is connected. */
export interface Session {
  account: string;
  /** The chain that the wallet is on; undefined while it has not said. */
  chainId: number | undefined;
  wallet: { kind: "announced"; wallet: AnnouncedWallet } | { kind: "local"; index: number };
}

/** The account that is connected; undefined when none is. */
export const session = createStore<Session | undefined>(undefined);

/** The account that is connected; undefined when none is. */
export function useAccount(): string | undefined {
  return useStore(session)?.account;
}

/** Which wallet to connect again after a reload: its name, or the index of a local account. Neither is a secret. */
type Remembered = { rdns: string } | { local: number } | null;
const isRemembered = (value: unknown): value is Remembered => typeof value === "object";

let stopListening: () => void = () => undefined;

/**
 * Connects a wallet of the browser.
 * @param isSilent Asks only for what the wallet has already allowed: it opens no window.
 * @returns Whether an account is connected
 */
export async function connectAnnounced(wallet: AnnouncedWallet, isSilent = false): Promise<boolean> {
  const { provider } = wallet;
  const method = isSilent ? "eth_accounts" : "eth_requestAccounts";
  const account = firstAccount(await provider.request({ method }));
  if (account === undefined) return false;
  const chainId = quantity(await provider.request({ method: "eth_chainId" }));
  stopListening();
  session.set({ account, chainId, wallet: { kind: "announced", wallet } });
  save("wallet", { rdns: wallet.rdns });
  stopListening = listen(wallet);
  return true;
}

/** Connects an account of a local chain. */
export function connectLocal({ deployment, local }: Network, index: number): void {
  const account = local?.accounts[index];
  if (account === undefined) return;
  stopListening();
  session.set({ account, chainId: deployment.chainId, wallet: { kind: "local", index } });
  save("wallet", { local: index });
}

/** Forgets the account. The wallet itself goes on allowing this page. */
export function disconnect(): void {
  stopListening();
  session.set(undefined);
  save("wallet", null);
}

/** Connects the wallet of the last visit again, without asking. */
export function reconnect(network: Network): void {
  const remembered = readSaved<Remembered>("wallet", isRemembered, null);
  if (remembered === null) return;
  if ("local" in remembered) {
    connectLocal(network, remembered.local);
    return;
  }
  const tryIt = (): boolean => {
    const wallet = announcedWallets.get().find(({ rdns }) => rdns === remembered.rdns);
    if (wallet !== undefined) void connectAnnounced(wallet, true).catch(() => false);
    return wallet !== undefined;
  };
  if (tryIt()) return;
  const stop = announcedWallets.subscribe(() => {
    if (tryIt()) stop();
  });
}

/** Follows the account and the chain that the user chooses in the wallet. */
function listen(wallet: AnnouncedWallet): () => void {
  const { provider } = wallet;
  const onAccounts = (accounts: unknown) => {
    const account = firstAccount(accounts);
    if (account === undefined) disconnect();
    else session.set((current) => current && { ...current, account });
  };
  const onChain = (chainId: unknown) => {
    session.set((current) => current && { ...current, chainId: quantity(chainId) });
  };
  provider.on?.("accountsChanged", onAccounts);
  provider.on?.("chainChanged", onChain);
  return () => {
    provider.removeListener?.("accountsChanged", onAccounts);
    provider.removeListener?.("chainChanged", onChain);
  };
}

function firstAccount(accounts: unknown): string | undefined {
  const first: unknown = Array.isArray(accounts) ? accounts[0] : undefined;
  return typeof first === "string" && /^0x[0-9a-fA-F]{40}$/.test(first) ? getAddress(first.toLowerCase()) : undefined;
}
