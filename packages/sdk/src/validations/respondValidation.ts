import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";

/** A validator's response. */
export interface ValidationResponse {
  requestHash: string;
  /** 0 (failed) to 100 (passed). */
  response: bigint;
  /** URI of a file with evidence; optional. */
  uri?: string | undefined;
  /** keccak256 of that file. Default: zero. */
  responseHash?: string | undefined;
  /** Kind of response; optional. */
  tag?: string | undefined;
}

/**
 * Responds to a request, or changes the response (ERC-8004 validation). Only the validator may do this.
 * @throws ServiceCoinError `ValidationUnknownRequest`, `ValidationNotValidator`, `ValidationInvalidResponse`
 */
export const respondValidation = action(({ validation }, validationResponse: ValidationResponse) => {
  const { requestHash, response, uri = "", responseHash = ZeroHash, tag = "" } = validationResponse;
  return call(validation.validationResponse, [requestHash, response, uri, responseHash, tag]);
});
