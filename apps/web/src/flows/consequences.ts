import { readCap, readTreasury, toServiceCoinError, type Client, type ProposalCall } from "@servicecoin/sdk";
import { createElement } from "react";
import type { FlowContext, ReviewLine } from "../flow/flow.ts";
import { sentenceOf } from "../flow/sentence.ts";
import type { Text } from "../i18n/text.ts";
import { ASSETS, type AssetName, type Intent } from "./drafts.ts";
import { Amount } from "../ui/Amount.tsx";
import { duration, shortAmount } from "../ui/format.ts";
import { assetOf } from "./proposedCalls.ts";

/** Lines and warnings of a review. */
export interface Said {
  lines: ReviewLine[];
  warnings: string[];
}

/** A call of a proposal, and the action that it belongs to. */
export interface PlannedCall {
  intent: Intent;
  call: ProposalCall;
  /** Whether it needs no earlier call of the same action. */
  isFirst: boolean;
}

/** Whether an action takes money out of the treasury. */
export function isPayment(intent: Intent | undefined): boolean {
  return intent !== undefined && ASSETS.some((asset) => paidBy(intent, asset) > 0n);
}

function paidBy(intent: Intent, asset: AssetName): bigint {
  if (intent.kind === "pay") return intent.asset === asset ? intent.amount : 0n;
  if (intent.kind === "addLiquidity") return asset === "SCV" ? intent.coins : intent.wei;
  return 0n;
}

/** What the payments of a proposal do to the treasury: what is left, and whether caps allow them. */
export async function paymentsOf(client: Client, intents: readonly Intent[], t: Text): Promise<Said> {
  const text = t.propose;
  const said: Said = { lines: [], warnings: [] };
  const balances = await readTreasury(client);
  for (const asset of ASSETS) {
    const asked = intents.reduce((sum, one) => sum + paidBy(one, asset), 0n);
    if (asked === 0n) continue;
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
 * Makes each call as the DAO, on the chain as it is now, without sending anything. Leaves out what needs an earlier
 * call.
 * @returns Why it would fail; undefined where it would work
 */
export function tryCalls(context: FlowContext, planned: readonly PlannedCall[]): Promise<(string | undefined)[]> {
  return Promise.all(planned.map(async ({ call, isFirst }) => (isFirst ? faultOf(context, call) : undefined)));
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
