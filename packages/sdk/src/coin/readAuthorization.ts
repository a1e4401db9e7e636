import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** One signed payment, by who signed it and its nonce. */
export interface AuthorizationQuery {
  authorizer: string;
  /** 32 bytes. */
  nonce: string;
}

/** Whether the nonce was used or canceled, so that no payment with it counts any more (ERC-3009). @throws ServiceCoinError */
export function readAuthorization({ coin }: Client, { authorizer, nonce }: AuthorizationQuery): Promise<boolean> {
  return withErrors(() => coin.authorizationState(authorizer, nonce));
}
