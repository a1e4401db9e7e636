import type { Deployment } from "@servicecoin/sdk";
import { LOCAL_MNEMONIC, localAccount } from "../../ignition/localAccounts.js";

/** Accounts that the page offers. */
const ACCOUNTS = 10;

/** What the web page reads as `config.json` on a local chain. */
export function localConfig(rpc: string, indexer: string, deployment: Deployment): object {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => localAccount(index).address);
  const local = { mnemonic: LOCAL_MNEMONIC, accounts };
  return { networks: [{ name: "Local chain", rpc, indexer, deployment, local }] };
}
