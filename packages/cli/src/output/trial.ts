import { type Client, ETHER, formatScv } from "@servicecoin/sdk";
import type { BalanceChange, Effects } from "../simulation/effects.js";
import type { Played } from "../simulation/play.js";
import type { PlayedCall } from "../simulation/proposal.js";
import { addressed, argumentsOf, eventDocument } from "./event.js";
import { harmless } from "./harmless.js";
import { styled } from "./style.js";
import { list } from "./table.js";
import { duration, grouped, scv, shortEther, ether } from "./value.js";

/** Formats the steps of a trial run, each with what it would do. */
export function trialText(played: readonly Played[], total: readonly BalanceChange[], client: Client): string {
  const steps = played.map((step, index) => {
    if (step.kind === "wait") return `${index + 1}. wait ${duration(step.seconds)}`;
    const head = `${index + 1}. ${addressed(step.from, client.addresses)}: ${harmless(step.command)}`;
    return [head, ...(step.kind === "failed" ? failure(step.message) : effects(step, client))].join("\n");
  });
  return [...steps, totals(total, client)].join("\n\n");
}

/** Formats the calls of a proposal, each with what it would do. */
export function proposalTrialText(
  played: readonly PlayedCall[],
  total: readonly BalanceChange[],
  client: Client,
): string {
  const calls = played.map((step, index) => {
    const head = `${index + 1}. ${harmless(step.call.summary)}`;
    if (step.kind === "unreached") return `${head}\n   not executed`;
    if (step.kind === "failed") return [head, ...failure(step.message)].join("\n");
    const flags = step.powers.map((power) => `   ${styled("red", "Power:")} ${power}`);
    return [head, ...flags, ...effects(step, client)].join("\n");
  });
  const isFailed = played.some(({ kind }) => kind === "failed");
  const end = isFailed ? "The execution would fail as a whole: no call would have an effect." : totals(total, client);
  return [...calls, end].join("\n\n");
}

/** The fields of effects for programs. */
export function effectsDocument({ changes, events, gasUsed, gasFee }: Effects) {
  return { changes, events: events.map(eventDocument), gasUsed, gasFee };
}

function failure(message: string): string[] {
  return [`   ${styled("red", "would fail:")} ${harmless(message)}`];
}

function effects({ changes, events, gasUsed, gasFee }: Effects, client: Client): string[] {
  if (gasUsed === 0n) return ["   sends nothing"];
  const lines = events.map((event) => {
    const args = argumentsOf(event, client.addresses).map(([name, value]) => `${name}=${value}`);
    return [`${event.contract}.${event.name}`, ...args].join("  ");
  });
  return indented([`gas ${grouped(gasUsed)}, fee ${shortEther(gasFee)}`, ...changeLines(changes, client), ...lines]);
}

function totals(changes: readonly BalanceChange[], client: Client): string {
  if (changes.length === 0) return "In all, no balance would change.";
  return ["In all, without the fees for gas:", ...indented(changeLines(changes, client))].join("\n");
}

function changeLines(changes: readonly BalanceChange[], client: Client): string[] {
  const rows = changes.map(({ account, asset, amount }): [string, string] => [
    addressed(account, client.addresses),
    `${amount > 0n ? "+" : "-"}${amountOf(asset, amount > 0n ? amount : -amount, client)}`,
  ]);
  return rows.length === 0 ? [] : list(rows).split("\n");
}

function amountOf(asset: string, amount: bigint, { addresses }: Client): string {
  if (asset === ETHER) return ether(amount);
  if (asset === addresses.ServiceCoin) return scv(amount);
  if (asset === addresses.ServiceVotes) return `${formatScv(amount)} locked SCV`;
  return `${grouped(amount)} base units of ${asset}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `   ${line}`);
}
