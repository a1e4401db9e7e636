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
import { TOO_LATE, UNAVAILABLE } from "../reasons.js";
import { endOf } from "./claimant.js";
import { isFinal } from "./retry.js";

/** When payments may end, in seconds since 1970. */
export interface Ends {
  earliest: bigint;
  /** Later ones would hold claims and answers for longer than was asked for. */
  latest: bigint;
}

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
   * @param ends Payments that end before are not valid, those that end after are not settled either.
   */
  constructor(
    url: string,
    private readonly onError: (error: unknown) => void,
    private readonly ends: () => Promise<Ends>,
  ) {
    this.http = new HTTPFacilitatorClient({ url });
  }

  async verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyResponse> {
    const end = endOf(payload);
    const { earliest, latest } = await this.ends();
    if (end !== undefined && (end < earliest || end > latest)) return { isValid: false, invalidReason: TOO_LATE };
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
    const end = endOf(payload);
    // Where it is settled first nobody has verified it.
    if (end !== undefined && end > (await this.ends()).latest) {
      return { success: false, errorReason: TOO_LATE, transaction: "", network };
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

  /** Asked until the facilitator has answered once. @throws whatever went wrong */
  async getSupported(): Promise<SupportedResponse> {
    return (this.supported ??= await this.http.getSupported());
  }
}
