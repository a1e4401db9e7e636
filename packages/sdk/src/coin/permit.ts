import { Signature } from "ethers";
import { action, call } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import { domainOf } from "../domain.js";
import { messageOf, signData, type Signed } from "../signed.js";
import type { Approval } from "./approve.js";
import { PERMIT_TYPES, permitData, type Permit } from "./typedData.js";

/** An approval by signature. */
export interface PermitTerms extends Approval {
  /** Seconds since 1970; nobody can submit it later. */
  deadline: bigint;
}

/**
 * Signs an approval that anyone can submit (ERC-2612). It counts until the client signs and somebody submits another one, because
 * each takes the next nonce.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signPermit(client: Client, { spender, amount, deadline }: PermitTerms): Promise<Signed<Permit>> {
  const owner = await accountOf(client);
  const nonce = await withErrors(() => client.coin.nonces(owner));
  const message = { owner, spender, value: amount, nonce, deadline };
  return signData(client, permitData(domainOf(client, "ServiceCoin"), message));
}

/**
 * Submits a signed approval (ERC-2612); the client pays the gas.
 * @throws ServiceCoinError `ERC2612ExpiredSignature`; `ERC2612InvalidSigner` when another signed it, it says something else or
 * was submitted before; `WrongChain`, `InvalidArgument`
 */
export const submitPermit = action((client, signed: Signed<Permit>) => {
  const { owner, spender, value, deadline } = messageOf(client, "ServiceCoin", PERMIT_TYPES, signed);
  const { v, r, s } = Signature.from(signed.signature);
  return call(client.coin.permit, [owner, spender, value, deadline, v, r, s]);
});
