import { getAddress } from "ethers";
import type { Client } from "../../core/client.js";
import { toServiceCoinError } from "../../core/errors.js";
import type { ContractName } from "../../core/contracts.js";
import { describeCall, type RawCall } from "../describe.js";

/** A call that a proposal makes if it passes. */
export interface ProposalCall extends RawCall {
  /** Description in words, without a full stop. */
  summary: string;
}

/**
 * Returns any call of the DAO, for example one that an action's `populate` returned. Use `executeCall` to call as the
 * treasury.
 * @param params `value` is wei. Default: 0. `data` is empty by default.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function customCall(
  client: Client,
  { target, value = 0n, data = "0x" }: { target: string; value?: bigint; data?: string },
): ProposalCall {
  return withArguments(() => {
    const call = { target: getAddress(target), value, data };
    return { ...call, summary: describeCall(client, call) };
  });
}

/** Returns a call of one of our contracts. */
export function callOf(client: Client, contract: ContractName, encode: () => string): ProposalCall {
  const target = client.addresses[contract];
  return customCall(client, { target, data: withArguments(encode) });
}

function withArguments<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw toServiceCoinError(error);
  }
}
