import { useAccount } from "../wallet/session.ts";
import { useIndexed } from "./indexed.ts";

/** Base units of SCV that the connected account has; undefined while that is not known, or none is connected. */
export function useBalance(): bigint | undefined {
  const account = useAccount();
  const { data } = useIndexed("/accounts/{address}", { address: account ?? "" }, { enabled: account !== undefined });
  return data === undefined ? undefined : BigInt(data.data.balance);
}
