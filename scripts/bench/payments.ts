import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { ExactEvmScheme } from "@x402/evm";
import { getAddress, HDNodeWallet } from "ethers";
import { COIN_DOMAIN, networkOf } from "../../packages/gateway/src/protocol.js";
import type { World } from "./world.js";

/** A signed payment and the requirements that it meets. */
export interface RequestedPayment {
  payload: PaymentPayload;
  requirements: PaymentRequirements;
}

/** Base units of SCV per payment. */
export const AMOUNT = 1000n;

/** Signs payments by all payers in turn with the official client, which uses random nonces. */
export async function signPayments(world: World, payTo: string, count: number): Promise<RequestedPayment[]> {
  const requirements: PaymentRequirements = {
    scheme: "exact",
    network: networkOf(world.deployment.chainId),
    asset: getAddress(world.deployment.contracts.ServiceCoin.address),
    amount: String(AMOUNT),
    payTo,
    maxTimeoutSeconds: 3600,
    extra: COIN_DOMAIN,
  };
  const schemes = world.payers.map((payer) => new ExactEvmScheme(signerOf(payer)));
  const signed: RequestedPayment[] = [];
  for (let number = 0; number < count; number++) {
    const scheme = schemes[number % schemes.length];
    if (scheme === undefined) throw new Error("there are no payers");
    const { payload } = await scheme.createPaymentPayload(2, requirements);
    signed.push({ requirements, payload: { x402Version: 2, accepted: requirements, payload } });
  }
  return signed;
}

function signerOf(wallet: HDNodeWallet): ConstructorParameters<typeof ExactEvmScheme>[0] {
  return {
    address: wallet.address as `0x${string}`,
    signTypedData: async ({ domain, types, message }) =>
      (await wallet.signTypedData(
        domain,
        types as Record<string, { name: string; type: string }[]>,
        message,
      )) as `0x${string}`,
  };
}
