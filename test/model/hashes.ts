import { concat, keccak256, TypedDataEncoder, ZeroAddress, type TypedDataDomain } from "ethers";
import { dealData, mandateData, quoteData, releaseData, type Deal, type Mandate } from "../fixtures/deals.js";
import { receiveAuthorizationData, type Authorization, type TypedData } from "../fixtures/signatures.js";

/** The signer and the digest of a signature, and its bytes. An invalid signature has no signer. */
export interface Signed {
  signer: string;
  digest: string;
  bytes: string;
}

export const UNSIGNED: Signed = { signer: ZeroAddress, digest: "0x", bytes: "0x" };

/** Whether the signature counts as the account's consent. */
export function isSigned(signed: Signed, account: string, digest: string): boolean {
  return signed.signer !== ZeroAddress && signed.signer === account && signed.digest === digest;
}

/** EIP-712 digests and struct hashes by ethers, each worked out once. */
export class Hashes {
  readonly hub: TypedDataDomain;
  readonly coin: TypedDataDomain;
  readonly #encoders = new Map<string, TypedDataEncoder>();
  readonly #domains = new Map<TypedDataDomain, string>();
  readonly #ids = new WeakMap<object, string>();

  constructor(hub: TypedDataDomain, coin: TypedDataDomain) {
    this.hub = hub;
    this.coin = coin;
  }

  idOf(deal: Deal): string {
    return this.#once(deal, () => this.#struct("Deal", dealData(this.hub, deal)));
  }

  idOfMandate(mandate: Mandate): string {
    return this.#once(mandate, () => this.#struct("Mandate", mandateData(this.hub, mandate)));
  }

  /** What the payer of a deal or mandate signs. */
  signedId(id: string): string {
    return this.#withDomain(this.hub, id);
  }

  quoteOf(deal: Deal): string {
    return this.#digest("Quote", quoteData(this.hub, deal));
  }

  releaseOf(deal: Deal, total: bigint): string {
    return this.#digest("Release", releaseData(this.hub, deal, total));
  }

  authorizationOf(authorization: Authorization): string {
    return this.#digest("ReceiveWithAuthorization", receiveAuthorizationData(this.coin, authorization));
  }

  #once(key: object, hash: () => string): string {
    const id = this.#ids.get(key) ?? hash();
    this.#ids.set(key, id);
    return id;
  }

  #digest<Message extends object>(primary: string, data: TypedData<Message>): string {
    return this.#withDomain(data.domain, this.#struct(primary, data));
  }

  #struct<Message extends object>(primary: string, { types, message }: TypedData<Message>): string {
    const encoder = this.#encoders.get(primary) ?? TypedDataEncoder.from(types);
    this.#encoders.set(primary, encoder);
    return encoder.hash({ ...message });
  }

  #withDomain(domain: TypedDataDomain, structHash: string): string {
    const separator = this.#domains.get(domain) ?? TypedDataEncoder.hashDomain(domain);
    this.#domains.set(domain, separator);
    return keccak256(concat(["0x1901", separator, structHash]));
  }
}
