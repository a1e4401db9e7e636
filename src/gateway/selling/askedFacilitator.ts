import { HTTPFacilitatorClient, type FacilitatorClient } from "@x402/core/server";
import {
  SettleError,
  VerifyError,
  type PaymentPayload,
  type PaymentRequirements,
  type SettleResponse,
  type SupportedResponse,
  type VerifyResponse,
} from "@x402/core/types";
import { endOf } from "./claimant.js";
import { isFinal, UNAVAILABLE } from "./retry.js";

/** The reason of `@x402/evm` for a payment that is over or nearly so. */
const ENDS_TOO_SOON = "invalid_exact_evm_payload_authorization_valid_before";

/**
 * The facilitator as the official middleware asks it, without exceptions: the middleware would answer 402 to whatever is thrown, with the
 * text of the error, and a buyer could not tell "refused" from "try again".
 */
export class AskedFacilitator implements FacilitatorClient {
  private readonly http: HTTPFacilitatorClient;
  private supported: SupportedResponse | undefined;
  /** Payments whose settlement may have been made. */
  private readonly unclear = new WeakSet<PaymentPayload>();

  /**
   * @param onError Told what went wrong between here and the facilitator.
   * @param earliestEnd Seconds since 1970; payments that end before are not valid.
   */
  constructor(
    url: string,
    private readonly onError: (error: unknown) => void,
    private readonly earliestEnd: () => Promise<bigint>,
  ) {
    this.http = new HTTPFacilitatorClient({ url });
  }

  async verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyResponse> {
    const end = endOf(payload);
    if (end !== undefined && end < (await this.earliestEnd())) return { isValid: false, invalidReason: ENDS_TOO_SOON };
    try {
      return await this.http.verify(payload, requirements);
    } catch (error) {
      if (error instanceof VerifyError && error.invalidReason !== undefined) {
        return { isValid: false, invalidReason: error.invalidReason };
      }
      this.onError(error);
      return { isValid: false, invalidReason: UNAVAILABLE };
    }
  }

  /** A refusal that follows an answer which left it open is none: what was asked for first may still come true. */
  async settle(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleResponse> {
    const settled = await this.askToSettle(payload, requirements);
    if (settled.success) return settled;
    if (!isFinal(settled.errorReason)) this.unclear.add(payload);
    return this.unclear.has(payload) && isFinal(settled.errorReason)
      ? { ...settled, errorReason: UNAVAILABLE }
      : settled;
  }

  private async askToSettle(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleResponse> {
    const { network } = requirements;
    try {
      return await this.http.settle(payload, requirements);
    } catch (error) {
      if (error instanceof SettleError && error.errorReason !== undefined) {
        return { success: false, errorReason: error.errorReason, transaction: error.transaction, network };
      }
      this.onError(error);
      return { success: false, errorReason: UNAVAILABLE, transaction: "", network };
    }
  }

  /** Asked until the facilitator has answered once. @throws whatever went wrong */
  async getSupported(): Promise<SupportedResponse> {
    return (this.supported ??= await this.http.getSupported());
  }
}
