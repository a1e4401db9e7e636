import { connect, createClient, openProvider, type Client } from "@servicecoin/sdk";
import { BrowserProvider, HDNodeWallet, type JsonRpcProvider } from "ethers";
import type { Network } from "../config/config.ts";
import { currentNetwork } from "../config/settings.ts";
import { session, type Session } from "../wallet/session.ts";
import { networkIdOf } from "./networkId.ts";

/** No account is connected, or its wallet is on another chain. */
export class NotConnectedError extends Error {
  override readonly name = "NotConnectedError";
  constructor(readonly reason: "account" | "chain") {
    super(reason === "account" ? "No account is connected." : "The wallet is on another network.");
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

/**
 * A client that signs with the connected account.
 * @throws NotConnectedError
 * @throws ServiceCoinError as `connect`
 */
export async function signingClient(network: Network = currentNetwork()): Promise<Client> {
  const current = session.get();
  if (current === undefined) throw new NotConnectedError("account");
  if (current.chainId !== network.deployment.chainId) throw new NotConnectedError("chain");
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
    return new BrowserProvider(wallet.wallet.provider, "any").getSigner(account);
  }
  const phrase = network.local?.mnemonic ?? "";
  const key = HDNodeWallet.fromPhrase(phrase, undefined, `m/44'/60'/0'/0/${wallet.index}`);
  return key.connect(await providerFor(network));
}
