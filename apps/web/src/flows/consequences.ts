import { readCap, readTreasury, toServiceCoinError, type Client, type ProposalCall } from "@servicecoin/sdk";
import { createElement } from "react";
import type { FlowContext, ReviewLine } from "../flow/flow.ts";
import { sentenceOf } from "../flow/sentence.ts";
import type { Text } from "../i18n/text.ts";
import { ASSETS, type Intent } from "./drafts.ts";
import { Amount } from "../ui/Amount.tsx";
import { duration, shortAmount } from "../ui/format.ts";
import { assetOf } from "./proposedCalls.ts";

/** Lines and warnings of a review. */
export interface Said {
  lines: ReviewLine[];
  warnings: string[];
}

/** What the payments of a proposal do to the treasury: what is left, and whether caps allow them. */
export async function paymentsOf(client: Client, intents: readonly Intent[], t: Text): Promise<Said> {
  const text = t.propose;
  const said: Said = { lines: [], warnings: [] };
  const balances = await readTreasury(client);
  for (const asset of ASSETS) {
    const payments = intents.filter((one) => one.kind === "pay" && one.asset === asset);
    if (payments.length === 0) continue;
    const asked = payments.reduce((sum, one) => sum + (one.kind === "pay" ? one.amount : 0n), 0n);
    const has = asset === "SCV" ? balances.scv : balances.ether;
    if (asked > has) said.warnings.push(text.tooLittle(asset, shortAmount(has), shortAmount(asked)));
    else {
      const value = createElement(Amount, { value: has - asked, unit: asset });
      said.lines.push({ label: `${text.treasuryThen} (${asset})`, value });
    }
    const cap = await readCap(client, { asset: assetOf(client, asset) });
    const limit = cap?.applicable ?? cap;
    if (limit === undefined || limit.period === 0n) continue;
    const value = createElement(Amount, { value: limit.available, unit: asset });
    said.lines.push({ label: `${text.capLeft} (${asset})`, value });
    if (asked > limit.amount) {
      const period = duration(Number(limit.period), t);
      said.warnings.push(text.overCap(`${shortAmount(limit.amount)} ${asset}`, period));
    } else if (asked > limit.available) {
      said.warnings.push(text.overCapNow(`${shortAmount(limit.available)} ${asset}`));
    }
  }
  return said;
}

/**
 * Makes each call as the DAO, on the chain as it is now, without sending anything.
 * @returns Why it would fail; undefined where it would work
 */
export function tryCalls(context: FlowContext, calls: readonly ProposalCall[]): Promise<(string | undefined)[]> {
  return Promise.all(calls.map((call) => faultOf(context, call)));
}

async function faultOf(
  { client, network, t }: FlowContext,
  { target, value, data }: ProposalCall,
): Promise<string | undefined> {
  const provider = client.runner.provider;
  if (!provider) return undefined;
  try {
    await provider.call({ from: client.addresses.ServiceDAO, to: target, value, data });
    return undefined;
  } catch (error) {
    const known = toServiceCoinError(error);
    if (known.code === "Unreachable") throw known;
    return sentenceOf(known, network, t);
  }
}
