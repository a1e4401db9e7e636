import { ZeroHash } from "ethers";
import { action, call } from "../core/action.js";

/** A validator's answer. */
export interface ValidationResponse {
  requestHash: string;
  /** 0 (failed) to 100 (passed). */
  response: bigint;
  /** File with evidence; may be left out. */
  uri?: string | undefined;
  /** keccak256 of that file; zero unless told. */
  responseHash?: string | undefined;
  /** Kind of answer; may be left out. */
  tag?: string | undefined;
}

/**
 * The validator answers a request, or changes its answer (ERC-8004 validation).
 * @throws ServiceCoinError `ValidationUnknownRequest`, `ValidationNotValidator`, `ValidationInvalidResponse`
 */
export const respondValidation = action(({ validation }, answer: ValidationResponse) => {
  const { requestHash, response, uri = "", responseHash = ZeroHash, tag = "" } = answer;
  return call(validation.validationResponse, [requestHash, response, uri, responseHash, tag]);
});
