import { createPersonalClient, IndexerError, personalProblemOf, signInMessage } from "@servicecoin/indexer/personal";
import { networkIdOf } from "../chain/networkId.ts";
import type { Network } from "../config/config.ts";
import { currentNetwork, settings } from "../config/settings.ts";
import { session } from "../wallet/session.ts";
import { commonKey, commons, signedIn, signedOutBy, type SignedInAccount } from "./signedIn.ts";
import { keepInSync, syncNow } from "./sync.ts";

/** Why a sign-in did not succeed. */
export type SignInFault =
  /** The user said no in the wallet. */
  | { is: "rejected" }
  /** The indexer keeps nothing for anybody. */
  | { is: "notOffered" }
  | { is: "noAnswer" }
  /** The indexer does not let users of this page sign in. */
  | { is: "otherSite" }
  | { is: "undeployed" }
  | { is: "noAccount" | "changedAccount" | "wrongChain" }
  | { is: "other"; detail: string };

/** The text is shown by wallets: English, in ASCII, as ERC-4361 wants it. */
const STATEMENT = "Sign in to ServiceCoin to keep your address book, drafts and settings. This costs nothing.";

/** Milliseconds in which the user may sign. */
const SIGN_MS = 4 * 60_000;

let stopSync: () => void = () => undefined;

/** Asks the wallet for a signature, and signs in. @returns What went wrong; undefined when nothing did */
export async function signIn(): Promise<SignInFault | undefined> {
  const network = currentNetwork();
  const account = session.get()?.account;
  if (account === undefined) return { is: "noAccount" };
  try {
    const client = createPersonalClient(network.indexer);
    const { nonce, chainId } = await client.nonce();
    const issuedAt = new Date();
    const message = signInMessage({
      ...{ origin: location.origin, address: account, statement: STATEMENT, chainId, nonce, issuedAt },
      expiresAt: new Date(issuedAt.getTime() + SIGN_MS),
    });
    const { signText } = await import("../chain/client.ts");
    const signature = await signText(network, account, message);
    const { token, expiresAt, renewableUntil } = await client.signIn({ message, signature });
    if (session.get()?.account !== account) {
      await client.signOut(token).catch(() => undefined);
      return { is: "changedAccount" };
    }
    begin({ account, networkId: networkIdOf(network), indexer: network.indexer, token, expiresAt, renewableUntil });
    await syncNow();
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

function begin(current: SignedInAccount): void {
  signedIn.set(current);
  signedOutBy.set(undefined);
  stopSync();
  const stops = [
    keepInSync(),
    session.subscribe(() => {
      if (session.get()?.account !== current.account) void leave("account");
    }),
    settings.subscribe(() => {
      if (isOtherNetwork(currentNetwork(), current)) void leave("account");
    }),
  ];
  stopSync = () => {
    for (const stop of stops) stop();
  };
}

function isOtherNetwork(network: Network, { networkId, indexer }: SignedInAccount): boolean {
  return networkIdOf(network) !== networkId || network.indexer !== indexer;
}

/** Signs out: what is on this device stays. */
export async function signOut(): Promise<void> {
  await syncNow();
  await leave(undefined);
}

async function leave(by: "account" | undefined): Promise<void> {
  const current = signedIn.get();
  stopSync();
  signedIn.set(undefined);
  signedOutBy.set(by);
  // The session ends by itself if the server does not hear of it.
  if (current !== undefined) {
    await createPersonalClient(current.indexer)
      .signOut(current.token)
      .catch(() => undefined);
  }
}

/** Deletes what the server keeps, and signs out everywhere. What is on this device stays. @returns What went wrong */
export async function deleteKept(): Promise<SignInFault | undefined> {
  const current = signedIn.get();
  if (current === undefined) return undefined;
  const { indexer, token, networkId, account } = current;
  stopSync();
  try {
    await createPersonalClient(indexer).removeAll(token);
  } catch (error) {
    begin(current);
    return faultOf(error);
  }
  const key = commonKey(networkId, account);
  commons.set((all) => Object.fromEntries(Object.entries(all).filter(([known]) => known !== key)));
  signedIn.set(undefined);
  return undefined;
}

const REJECTED = 4001;

function faultOf(error: unknown): SignInFault {
  const { name, reason, code, info, message } = error as {
    name?: unknown;
    reason?: unknown;
    code?: unknown;
    info?: { error?: { code?: unknown } };
    message?: unknown;
  };
  if (code === "ACTION_REJECTED" || code === REJECTED || info?.error?.code === REJECTED) return { is: "rejected" };
  if (name === "NotConnectedError") return { is: reason as "noAccount" };
  const kind = personalProblemOf(error);
  if (kind === "wrong-domain") return { is: "otherSite" };
  if (kind === "undeployed-wallet") return { is: "undeployed" };
  if (error instanceof IndexerError) {
    if (error.status === 404) return { is: "notOffered" };
    if (error.status === 0) return { is: "noAnswer" };
    return { is: "other", detail: error.problem?.detail ?? error.message };
  }
  return { is: "other", detail: String(message ?? error) };
}
