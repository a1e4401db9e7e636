import { action, call } from "../core/action.js";

/** A request to a validator. */
export interface ValidationRequest {
  agentId: bigint;
  /** The account that may answer. */
  validator: string;
  /** File with all that the validator needs. */
  uri: string;
  /** keccak256 of the request, and its name for ever: put a random number into the request, so that nobody takes the hash first. */
  requestHash: string;
}

/**
 * Asks a validator to check the work of a service (ERC-8004 validation). By the service's owner or operators.
 * @throws ServiceCoinError `ValidationUnauthorized`, `ValidationInvalidValidator`, `ValidationRequestExists`, `ERC721NonexistentToken`
 */
export const requestValidation = action(({ validation }, { agentId, validator, uri, requestHash }: ValidationRequest) =>
  call(validation.validationRequest, [validator, agentId, uri, requestHash]),
);
