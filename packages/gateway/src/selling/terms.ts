import { getAddress, isAddress, ZeroAddress } from "ethers";
import { type Client, parseScv, readService, ServiceCoinError } from "@servicecoin/sdk";

/** Price and payee of a request. */
export interface SaleTerms {
  /** Checksummed address of the payee. */
  payTo: string;
  /** Base units of SCV. */
  price: bigint;
}

/** Provides the terms of an endpoint, which may change. */
export interface TermsSource {
  /**
   * Updates the terms if they are outdated.
   * @throws ServiceCoinError `NotForSale`, or if they have never been read successfully
   */
  refresh(): Promise<void>;
  /** Returns the terms as of the last `refresh`. */
  current(): SaleTerms;
}

/** How long registered terms are cached, in milliseconds. */
const CACHE_TIME = 60_000;

/**
 * Returns terms that never change.
 * @param price SCV as a decimal number, for example "0.05".
 * @throws ServiceCoinError `InvalidAmount`, `InvalidArgument`
 */
export function fixedTerms(price: string, payTo: string): TermsSource {
  const amount = parseScv(price);
  if (amount === 0n) throw new ServiceCoinError("InvalidArgument", { argument: "price", value: price });
  // `isAddress` also accepts an address without 0x.
  if (!/^0x/i.test(payTo) || !isAddress(payTo) || BigInt(payTo) === 0n) {
    throw new ServiceCoinError("InvalidArgument", { argument: "payTo", value: payTo });
  }
  const terms = { price: amount, payTo: getAddress(payTo) };
  return { refresh: () => Promise.resolve(), current: () => terms };
}

/** The registered wallet and price of a service. */
export class RegisteredTerms implements TermsSource {
  private cached: SaleTerms | undefined;
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;

  /**
   * @param onError Receives the error if the registry cannot be read and older terms are used.
   * @param now Returns the time in milliseconds since 1970.
   */
  constructor(
    private readonly client: Client,
    private readonly agentId: bigint,
    private readonly onError: (error: unknown) => void,
    private readonly now: () => number = Date.now,
  ) {}

  async refresh(): Promise<void> {
    if (this.now() - this.readAt < CACHE_TIME) return;
    try {
      await (this.reading ??= this.read());
    } catch (error) {
      const isNotForSale = error instanceof ServiceCoinError && error.code === "NotForSale";
      if (this.cached === undefined || isNotForSale) throw error;
      this.onError(error);
    } finally {
      this.reading = undefined;
    }
  }

  current(): SaleTerms {
    if (this.cached === undefined) throw new ServiceCoinError("NotForSale", { agentId: this.agentId });
    return this.cached;
  }

  private async read(): Promise<void> {
    const { wallet, price } = await readService(this.client, this.agentId);
    if (wallet === ZeroAddress || price === undefined || price === 0n) {
      this.cached = undefined;
      throw new ServiceCoinError("NotForSale", { agentId: this.agentId });
    }
    this.cached = { payTo: getAddress(wallet), price };
    this.readAt = this.now();
  }
}
