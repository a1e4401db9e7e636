import { getAddress } from "ethers";
import type { Client } from "../../core/client.js";
import { toServiceCoinError } from "../../core/errors.js";
import type { ContractName } from "../../core/names.js";
import { describeCall, type RawCall } from "../describe.js";

/** One thing that a passed proposal does. */
export interface ProposalCall extends RawCall {
  /** The same in words, without a full stop. */
  summary: string;
}

/**
 * Any call of the DAO, for example what an action's `populate` gives. To call as the treasury use `executeCall`.
 * @param params `value` is wei, 0 unless told; `data` is nothing unless told.
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

/** A call of one of our contracts. */
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
