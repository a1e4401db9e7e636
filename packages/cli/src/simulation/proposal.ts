import { JsonRpcSigner } from "ethers";
import { type Client, type ProposalCall, readProposal, ServiceCoinError } from "@servicecoin/sdk";
import { withErrors } from "@servicecoin/sdk/internal";
import { readDraftFile } from "../intents/draftFile.js";
import { parseId } from "../parse/number.js";
import type { Session } from "../session/session.js";
import { type Effects, readEffects } from "./effects.js";
import { impersonate, pass } from "./play.js";
import { powersOf } from "./powers.js";
import type { Stage } from "./play.js";

/** A call of a proposal, and what it did. */
export type PlayedCall = { call: ProposalCall } & (
  | ({ kind: "done"; powers: string[] } & Effects)
  | { kind: "failed"; code: string; message: string }
  | { kind: "unreached" }
);

/** Ether of the DAO on the fork, for gas and for what the executor of the proposal would send along. */
const FUNDS = `0x${(10n ** 24n).toString(16)}`;

/** Returns the calls of a proposal, by its number or from a file, and the second from which they can be executed. */
export async function readCalls(
  session: Session,
  client: Client,
  named: string,
): Promise<{ calls: readonly ProposalCall[]; executableAt: bigint | undefined }> {
  if (/^\d+$/.test(named)) return readProposal(client, parseId(named, "proposal"));
  const { calls } = await readDraftFile(session.files, named);
  return { calls: calls.map((intent) => intent(client)), executableAt: undefined };
}

/** Plays the calls as the DAO, in order. After the first that fails, none has an effect: the chain executes all or nothing. */
export async function playCalls(
  { provider, client }: Stage,
  calls: readonly ProposalCall[],
  executableAt: bigint | undefined,
): Promise<PlayedCall[]> {
  const dao = client.addresses.ServiceDAO;
  await impersonate(provider, dao);
  await provider.send("hardhat_setBalance", [dao, FUNDS]);
  const now = BigInt((await provider.getBlock("latest"))?.timestamp ?? 0);
  if (executableAt !== undefined && executableAt > now) await pass(provider, executableAt - now);
  const signer = new JsonRpcSigner(provider, dao);
  const played: PlayedCall[] = [];
  for (const call of calls) {
    const before = await provider.getBlockNumber();
    try {
      const { target: to, value, data } = call;
      await withErrors(async () => (await signer.sendTransaction({ to, value, data })).wait());
    } catch (error) {
      if (!(error instanceof ServiceCoinError)) throw error;
      const failed = { call, kind: "failed" as const, code: error.code, message: error.message };
      const others = calls.map((other) => ({ call: other, kind: "unreached" as const }));
      return [...others.slice(0, played.length), failed, ...others.slice(played.length + 1)];
    }
    const effects = await readEffects(client, provider, before, await provider.getBlockNumber());
    played.push({ call, kind: "done", powers: powersOf(call, effects.events), ...effects });
  }
  return played;
}
