import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** A signed payment, identified by its signer and nonce. */
export interface AuthorizationQuery {
  authorizer: string;
  /** 32 bytes. */
  nonce: string;
}

/**
 * Returns whether the nonce has been used or canceled, so that no payment with it is valid any more (ERC-3009).
 * @throws ServiceCoinError
 */
export function readAuthorization({ coin }: Client, { authorizer, nonce }: AuthorizationQuery): Promise<boolean> {
  return withErrors(() => coin.authorizationState(authorizer, nonce));
}
