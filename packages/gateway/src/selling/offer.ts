import { getAddress, isAddress, ZeroAddress } from "ethers";
import { type Client, parseScv, readService, ServiceCoinError } from "@servicecoin/sdk";

/** What a request costs, and who is paid. */
export interface Terms {
  /** Address, checksummed. */
  payTo: string;
  /** Base units of SCV. */
  price: bigint;
}

/** The terms of an endpoint, which may change. */
export interface Offer {
  /** Brings them up to date. @throws ServiceCoinError `NotForSale`, or when they cannot be read and never were */
  refresh(): Promise<void>;
  /** As of the last `refresh`. */
  terms(): Terms;
}

/** Milliseconds for which the registry's word is taken. */
const FRESH = 60_000;

/**
 * Terms that stay.
 * @param price SCV as people write it.
 * @throws ServiceCoinError `InvalidAmount`, `InvalidArgument`
 */
export function fixedOffer(price: string, payTo: string): Offer {
  const amount = parseScv(price);
  if (amount === 0n) throw new ServiceCoinError("InvalidArgument", { argument: "price", value: price });
  if (!isAddress(payTo) || BigInt(payTo) === 0n) {
    throw new ServiceCoinError("InvalidArgument", { argument: "payTo", value: payTo });
  }
  const terms = { price: amount, payTo: getAddress(payTo) };
  return { refresh: () => Promise.resolve(), terms: () => terms };
}

/** The terms that a service is registered with: its wallet and its price, as they are now. */
export class RegisteredOffer implements Offer {
  private known: Terms | undefined;
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;

  /** @param onError Told when the registry cannot be read and older terms are used. @param now Milliseconds. */
  constructor(
    private readonly client: Client,
    private readonly agentId: bigint,
    private readonly onError: (error: unknown) => void,
    private readonly now: () => number = Date.now,
  ) {}

  async refresh(): Promise<void> {
    if (this.now() - this.readAt < FRESH) return;
    try {
      await (this.reading ??= this.read());
    } catch (error) {
      if (this.known === undefined || (error instanceof ServiceCoinError && error.code === "NotForSale")) throw error;
      this.onError(error);
    } finally {
      this.reading = undefined;
    }
  }

  terms(): Terms {
    if (this.known === undefined) throw new ServiceCoinError("NotForSale", { agentId: this.agentId });
    return this.known;
  }

  private async read(): Promise<void> {
    const { wallet, price } = await readService(this.client, this.agentId);
    if (wallet === ZeroAddress || price === undefined || price === 0n) {
      this.known = undefined;
      throw new ServiceCoinError("NotForSale", { agentId: this.agentId });
    }
    this.known = { payTo: getAddress(wallet), price };
    this.readAt = this.now();
  }
}
