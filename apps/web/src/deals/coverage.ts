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
  const end = BigInt(start) + (funded / BigInt(price)) * BigInt(period);
  return Number(BigInt(deadline) !== 0n && end > BigInt(deadline) ? deadline : end);
}
