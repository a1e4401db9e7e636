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
import { isFinal, TOO_LATE, UNAVAILABLE } from "../protocol.js";
import { validBeforeOf } from "./paidRequest.js";

/** Range in which `validBefore` of a payment must be, as Unix times in seconds. */
export interface ValidBeforeRange {
  /** The time by the seller's clock. */
  now: bigint;
  earliest: bigint;
  /** A later time would hold the claim and the stored response longer than the endpoint demanded. */
  latest: bigint;
}

/**
 * Facilitator client for the official middleware that never throws. The middleware would respond to any exception with
 * 402 and the error's text, and a buyer could not distinguish a rejection from a temporary failure.
 */
export class SellerFacilitatorClient implements FacilitatorClient {
  private readonly http: HTTPFacilitatorClient;
  private supported: SupportedResponse | undefined;
  /** Payments with a settlement whose outcome is unknown. */
  private readonly unclear = new WeakSet<PaymentPayload>();

  /**
   * @param onError Receives failures of the connection to the facilitator.
   * @param validBeforeRange Payments outside of the range fail verification; later ones are not settled either.
   */
  constructor(
    url: string,
    private readonly onError: (error: unknown) => void,
    private readonly validBeforeRange: () => Promise<ValidBeforeRange>,
  ) {
    this.http = new HTTPFacilitatorClient({ url });
  }

  async verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyResponse> {
    const validBefore = validBeforeOf(payload);
    const range = await this.validBeforeRange();
    if (validBefore !== undefined && (validBefore < range.earliest || validBefore > range.latest)) {
      return { isValid: false, invalidReason: outOfRange(validBefore, range) };
    }
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

  /**
   * Settles a payment. A rejection after an ambiguous response is not final: the first settlement may still be
   * confirmed.
   */
  async settle(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleResponse> {
    const response = await this.requestSettlement(payload, requirements);
    if (response.success) return response;
    if (!isFinal(response.errorReason)) this.unclear.add(payload);
    return this.unclear.has(payload) && isFinal(response.errorReason)
      ? { ...response, errorReason: UNAVAILABLE }
      : response;
  }

  private async requestSettlement(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleResponse> {
    const { network } = requirements;
    const validBefore = validBeforeOf(payload);
    const range = await this.validBeforeRange();
    // In the upfront flow, settlement runs without prior verification.
    if (validBefore !== undefined && validBefore > range.latest) {
      return { success: false, errorReason: outOfRange(validBefore, range), transaction: "", network };
    }
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

  /**
   * Requests what the facilitator supports until it has responded once, and caches that response.
   * @throws the error of a failed request
   */
  async getSupported(): Promise<SupportedResponse> {
    return (this.supported ??= await this.http.getSupported());
  }
}

/** Returns the reason for a payment outside of the range. Clocks differ: the explanation says which one counts. */
function outOfRange(validBefore: bigint, { earliest, latest, now }: ValidBeforeRange): string {
  const range = `from ${earliest} to ${latest}`;
  return `${TOO_LATE}: ends at ${validBefore}, and must end ${range}; by the seller's clock it is ${now}`;
}
