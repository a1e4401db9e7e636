import { ZeroAddress } from "ethers";
import type { Deal, Mandate } from "@servicecoin/sdk";
import type { Explain } from "../errors/explain.js";

type Party = "payer" | "payee" | "arbiter";

/** Explains to an account that is not one of these parties which accounts may do this. */
export function onlyBy(...parties: readonly Party[]): Explain<{ deal: Deal } | { mandate: Mandate }> {
  return ({ code, args }, _client, params) => {
    if (code !== "HubUnauthorized") return undefined;
    return refusal("do this", parties, "deal" in params ? params.deal : params.mandate, String(args["caller"]));
  };
}

/** Words a refusal: it names the parties that are allowed, and the account that is not. */
export function refusal(
  what: string,
  parties: readonly Party[],
  deal: Partial<Record<Party, string>>,
  account: string,
): string {
  const named = parties.map((party) => `the ${party} ${addressOf(deal[party])}`);
  return `Only ${named.join(" and ")} may ${what}; the account ${account} may not.`;
}

function addressOf(account: string | undefined): string {
  return account === undefined || account === ZeroAddress ? "(nobody)" : account;
}
