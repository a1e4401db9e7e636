import { createSavedStore } from "../store/saved.ts";
import { createStore, useStore } from "../store/store.ts";
import type { Config, Network } from "./config.ts";

/** What a user changed. Kept in this browser. */
export interface Settings {
  /** Chain id of the chosen network. Default: the first one of the configuration. */
  chainId?: number;
  /** URLs instead of those of the configuration, by chain id. */
  urls: Record<string, { rpc?: string; indexer?: string }>;
  language?: "en" | "zh";
}

function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && typeof (value as Settings).urls === "object";
}

export const settings = createSavedStore<Settings>("settings", isSettings, { urls: {} });

const config = createStore<Config | undefined>(undefined);

/** Called once, before the page is shown. */
export function setConfig(loaded: Config): void {
  config.set(loaded);
}

/** Every network of the configuration. */
export function networks(): Network[] {
  return config.get()?.networks ?? [];
}

/** The chosen network, with the URLs that the user set. */
export function currentNetwork(): Network {
  return chosen(networks(), settings.get());
}

/** The chosen network, with the URLs that the user set. */
export function useNetwork(): Network {
  useStore(settings);
  useStore(config);
  return currentNetwork();
}

let last: { network: Network; of: Settings } | undefined;

function chosen(all: Network[], of: Settings): Network {
  // The same object as long as nothing changes, so that effects can depend on it.
  if (last?.of === of) return last.network;
  const network = all.find(({ deployment }) => deployment.chainId === of.chainId) ?? all[0];
  if (network === undefined) throw new Error("The configuration was not loaded.");
  last = { network: { ...network, ...of.urls[String(network.deployment.chainId)] }, of };
  return last.network;
}
