import type { PaymentPayloadResult, PaymentRequirements, SchemeNetworkClient } from "@x402/core/types";
import { getAddress } from "ethers";
import { signTransfer } from "../../sdk/coin/authorizedTransfer.js";
import type { Client } from "../../sdk/core/client.js";
import { Nonces } from "./nonces.js";

/**
 * Scheme `exact` for SCV, signed by the SDK. The official one signs the same with random nonces, which cost more gas, and with the EIP-712
 * domain that the seller names; this one knows the domain itself.
 */
export class ExactClient implements SchemeNetworkClient {
  readonly scheme = "exact";
  private readonly nonces = new Nonces();

  constructor(private readonly client: Client) {}

  async createPaymentPayload(x402Version: number, requirements: PaymentRequirements): Promise<PaymentPayloadResult> {
    const { payTo, amount, maxTimeoutSeconds } = requirements;
    const now = Math.floor(Date.now() / 1000);
    const { message, signature } = await signTransfer(this.client, {
      to: getAddress(payTo),
      amount: BigInt(amount),
      validBefore: BigInt(now + maxTimeoutSeconds),
      nonce: this.nonces.take(),
    });
    return { x402Version, payload: { authorization: message, signature } };
  }
}
