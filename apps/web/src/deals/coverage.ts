import { coveredUntil } from "@servicecoin/sdk/arithmetic";

interface Terms {
  /** Per second of a stream, or per period of a subscription. */
  price: string | bigint;
  period: number | bigint;
  start: number | bigint;
  /** 0 for none. */
  deadline: number | bigint;
}

/** When these funds are used up, or the end if that is earlier, in seconds since 1970. */
export function coverageOf({ price, period, start, deadline }: Terms, funded: bigint): number {
  const terms = { price: BigInt(price), period: BigInt(period), start: BigInt(start), deadline: BigInt(deadline) };
  return Number(coveredUntil(terms, funded));
}
