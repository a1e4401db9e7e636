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
import { UNAVAILABLE } from "./retry.js";

/**
 * The facilitator as the official middleware asks it, without exceptions: the middleware would answer 402 to whatever is thrown, with the
 * text of the error, and a buyer could not tell "refused" from "try again".
 */
export class AskedFacilitator implements FacilitatorClient {
  private readonly http: HTTPFacilitatorClient;
  private supported: SupportedResponse | undefined;

  /** @param onError Told what went wrong between here and the facilitator. */
  constructor(
    url: string,
    private readonly onError: (error: unknown) => void,
  ) {
    this.http = new HTTPFacilitatorClient({ url });
  }

  async verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyResponse> {
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

  async settle(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleResponse> {
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
