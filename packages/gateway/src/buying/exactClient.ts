import type { PaymentPayloadResult, PaymentRequirements, SchemeNetworkClient } from "@x402/core/types";
import { getAddress } from "ethers";
import { type Client, ServiceCoinError, signTransfer } from "@servicecoin/sdk";
import { paymentTime } from "../paymentTime.js";
import { Nonces } from "./nonces.js";
import { isFitting } from "./offer.js";

/**
 * Scheme `exact` for SCV, signed by the SDK. The official one signs the same with random nonces, which cost more gas, and with the EIP-712
 * domain that the seller names; this one knows the domain itself.
 */
export class ExactClient implements SchemeNetworkClient {
  readonly scheme = "exact";
  private readonly nonces = new Nonces();

  /** @param maxTimeout Seconds for which a signature may count. */
  constructor(
    private readonly client: Client,
    private readonly maxTimeout: number,
  ) {}

  /** @throws ServiceCoinError `InvalidArgument` for what may not be signed: the official client stands between here and the check before */
  async createPaymentPayload(x402Version: number, requirements: PaymentRequirements): Promise<PaymentPayloadResult> {
    if (!isFitting(requirements, this.client, this.maxTimeout)) {
      throw new ServiceCoinError("InvalidArgument", { argument: "requirements", value: JSON.stringify(requirements) });
    }
    const { payTo, amount, maxTimeoutSeconds } = requirements;
    const { message, signature } = await signTransfer(this.client, {
      to: getAddress(payTo),
      amount: BigInt(amount),
      validBefore: (await paymentTime(this.client)) + BigInt(maxTimeoutSeconds),
      nonce: this.nonces.take(),
    });
    return { x402Version, payload: { authorization: message, signature } };
  }
}
