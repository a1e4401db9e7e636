import { connect, createClient, openProvider, type Client } from "@servicecoin/sdk";
import { BrowserProvider, HDNodeWallet, type JsonRpcProvider } from "ethers";
import type { Network } from "../config/config.ts";
import { currentNetwork } from "../config/settings.ts";
import { session, type Session } from "../wallet/session.ts";
import { networkIdOf } from "./networkId.ts";

/** No account is connected, another one than before, or its wallet is on another chain. */
export class NotConnectedError extends Error {
  override readonly name = "NotConnectedError";
  constructor(readonly reason: "noAccount" | "changedAccount" | "wrongChain") {
    super(`The wallet cannot sign: ${reason}.`);
  }
}

const providers = new Map<string, Promise<JsonRpcProvider>>();

/** A provider of the network's node; one for each URL. @throws ServiceCoinError `Unreachable` */
export function providerFor({ rpc }: Network): Promise<JsonRpcProvider> {
  let provider = providers.get(rpc);
  if (provider === undefined) {
    provider = openProvider(rpc);
    providers.set(rpc, provider);
    // A node that was down may come back.
    provider.catch(() => providers.delete(rpc));
  }
  return provider;
}

/** A client that only reads the chain. @throws ServiceCoinError `Unreachable` */
export async function readClient(network: Network = currentNetwork()): Promise<Client> {
  return createClient(await providerFor(network), network.deployment, { indexer: network.indexer });
}

const checked = new Set<string>();

/** The session of a wallet that can sign on the network now. @throws NotConnectedError */
function connectedSession(network: Network): Session {
  const current = session.get();
  if (current === undefined) throw new NotConnectedError("noAccount");
  if (current.chainId !== network.deployment.chainId) throw new NotConnectedError("wrongChain");
  return current;
}

/**
 * Checks that the wallet can still sign with an account on the network: the user may have changed both since.
 * @throws NotConnectedError
 */
export function requireConnected(network: Network, account: string): void {
  if (connectedSession(network).account !== account) throw new NotConnectedError("changedAccount");
}

/**
 * A client that signs with the connected account.
 * @throws NotConnectedError
 * @throws ServiceCoinError as `connect`
 */
export async function signingClient(network: Network = currentNetwork()): Promise<Client> {
  const current = connectedSession(network);
  const options = { indexer: network.indexer };
  const signer = await signerOf(current, network);
  if (!checked.has(networkIdOf(network))) {
    await connect(await providerFor(network), network.deployment, options);
    checked.add(networkIdOf(network));
  }
  return createClient(signer, network.deployment, options);
}

async function signerOf({ account, wallet }: Session, network: Network) {
  if (wallet.kind === "announced") {
    // Without it ethers answers from the last quarter of a second: what is checked before signing would be old.
    const options = { cacheTimeout: -1 };
    return new BrowserProvider(wallet.wallet.provider, "any", options).getSigner(account);
  }
  return localKey(network.local?.mnemonic ?? "", wallet.index).connect(await providerFor(network));
}

const localKeys = new Map<string, HDNodeWallet>();

/** The key of an account of a local chain. Kept, because it takes thousands of hashes to derive. */
function localKey(phrase: string, index: number): HDNodeWallet {
  const place = `${phrase} ${index}`;
  const key = localKeys.get(place) ?? HDNodeWallet.fromPhrase(phrase, undefined, `m/44'/60'/0'/0/${index}`);
  localKeys.set(place, key);
  return key;
}

/**
 * Signs a text with the connected account (ERC-191).
 * @throws NotConnectedError
 * @throws The wallet's error when the user says no
 */
export async function signText(network: Network, account: string, text: string): Promise<string> {
  requireConnected(network, account);
  const signer = await signerOf(connectedSession(network), network);
  return signer.signMessage(text);
}
