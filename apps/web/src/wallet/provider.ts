/** What a wallet in the browser offers to pages (EIP-1193). */
export interface WalletProvider {
  request(request: { method: string; params?: readonly unknown[] | object }): Promise<unknown>;
  on?(event: string, listener: (...args: never[]) => void): void;
  removeListener?(event: string, listener: (...args: never[]) => void): void;
}

/** A wallet that announced itself (EIP-6963). */
export interface AnnouncedWallet {
  /** Its reverse domain name, for example "io.metamask". */
  rdns: string;
  name: string;
  /** A `data:` URL of an image. */
  icon: string;
  provider: WalletProvider;
}

/** A number of JSON-RPC, as wallets return it; undefined for anything else. */
export function quantity(value: unknown): number | undefined {
  const number = Number(value);
  return typeof value === "string" && Number.isSafeInteger(number) ? number : undefined;
}
