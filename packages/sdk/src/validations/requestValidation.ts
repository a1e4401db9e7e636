import { action, call } from "../core/action.js";

/** A request to a validator. */
export interface ValidationRequest {
  agentId: bigint;
  /** The account that may respond. */
  validator: string;
  /** URI of a file with everything that the validator needs. */
  uri: string;
  /**
   * keccak256 of the request, which identifies it permanently. Include a random number in the request, so that nobody
   * can take the hash first.
   */
  requestHash: string;
}

/**
 * Requests a validation of a service's work (ERC-8004 validation). Only the service's owner or operators may do this.
 * @throws ServiceCoinError `ValidationUnauthorized`, `ValidationInvalidValidator`, `ValidationRequestExists`,
 * `ERC721NonexistentToken`
 */
export const requestValidation = action(({ validation }, { agentId, validator, uri, requestHash }: ValidationRequest) =>
  call(validation.validationRequest, [validator, agentId, uri, requestHash]),
);
