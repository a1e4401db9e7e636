import type { PaymentPayloadResult, PaymentRequirements, SchemeNetworkClient } from "@x402/core/types";
import { getAddress, hexlify, randomBytes } from "ethers";
import { type Client, ServiceCoinError, signTransfer } from "@servicecoin/sdk";
import { paymentTime } from "../paymentTime.js";
import { isPayable } from "./selectRequirements.js";

/** Nonces that share a storage word of the coin. */
const PER_WORD = 256;

/**
 * Signs payments of the x402 scheme `exact` in SCV (ERC-3009) through the SDK. The official client signs the same
 * message, but with random nonces, which cost more gas, and with the EIP-712 domain that the seller names; this one
 * knows the domain itself.
 */
export class ExactClient implements SchemeNetworkClient {
  readonly scheme = "exact";
  private readonly nonces = new ConsecutiveNonces();

  /** @param maxTimeout Longest validity of a signature, in seconds. */
  constructor(
    private readonly client: Client,
    private readonly maxTimeout: number,
  ) {}

  /**
   * Signs a payment that meets the requirements.
   * @throws ServiceCoinError `InvalidArgument` if they must not be signed; checked again because the official client
   * could have changed them
   */
  async createPaymentPayload(x402Version: number, requirements: PaymentRequirements): Promise<PaymentPayloadResult> {
    if (!isPayable(requirements, this.client, this.maxTimeout)) {
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

/**
 * Unused nonces in consecutive order. ServiceCoin stores 256 consecutive nonces in one word, and only the first of them
 * pays for a new word: 17,100 gas more than the others.
 */
class ConsecutiveNonces {
  private prefix = "";
  private next = PER_WORD;

  /** Returns the next nonce, 32 bytes as hex. */
  take(): string {
    if (this.next === PER_WORD) {
      this.prefix = hexlify(randomBytes(31));
      this.next = 0;
    }
    return this.prefix + (this.next++).toString(16).padStart(2, "0");
  }
}
