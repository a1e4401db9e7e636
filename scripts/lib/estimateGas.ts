import { toQuantity } from "ethers";
import type { Connection } from "./chain.js";

type Call = Readonly<Record<string, unknown>>;
type Request = Pick<Connection["provider"], "request">;

/**
 * Estimates the gas of a transaction. Nodes look for an estimate below the limit of EIP-7825 unless they are told more.
 * Where state costs gas of its own (EIP-8037), a deployment needs more than that, and so it is asked again with the
 * block's gas limit.
 */
export async function estimateGas(
  provider: Request,
  params: readonly [call: Call, ...rest: unknown[]],
): Promise<string> {
  const ask = (list: readonly unknown[]) => provider.request({ method: "eth_estimateGas", params: [...list] });
  try {
    return (await ask(params)) as string;
  } catch (error) {
    const [call, ...rest] = params;
    if (call["gas"] !== undefined || !isOutOfGas(error)) throw error;
    const block = (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
      gasLimit: string;
    };
    try {
      return (await ask([{ ...call, gas: toQuantity(block.gasLimit) }, ...rest])) as string;
    } catch {
      throw error;
    }
  }
}

function isOutOfGas(error: unknown): boolean {
  return error instanceof Error && /out of gas|gas required exceeds|intrinsic gas/i.test(error.message);
}
