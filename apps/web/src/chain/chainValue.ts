import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "../config/settings.ts";
import { rpc } from "./rpc.ts";

/** Selector of `PaymentHub.fees()`. */
const FEES = "0x9af1d35a";

/** Ether of an account in wei, from the node: it can also arrive without an event. */
export function useEther(address: string | undefined): bigint | undefined {
  return useQuantity("eth_getBalance", [address, "latest"], address !== undefined);
}

/** Fees that the hub has taken and not handed on, in base units, from the node: no event tells their sum. */
export function useUncollectedFees(): bigint | undefined {
  const { deployment } = useNetwork();
  return useQuantity("eth_call", [{ to: deployment.contracts.PaymentHub.address, data: FEES }, "latest"]);
}

/** A number that the node knows; undefined until it has answered. */
function useQuantity(method: string, params: readonly unknown[], enabled = true): bigint | undefined {
  const network = useNetwork();
  const { data } = useQuery({
    queryKey: ["chain", network.rpc, method, JSON.stringify(params)],
    queryFn: async () => BigInt(await rpc<string>(network.rpc, method, params)),
    enabled,
  });
  return data;
}
