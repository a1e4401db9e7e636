const BPS_OF_PERCENT = 100;
const MOST_BPS = 10_000;

/** Parses a yearly rate in percent into basis points; undefined if it is not a rate of at most 100 %. */
export function parseYearly(text: string): bigint | undefined {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return 0n;
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return undefined;
  const bps = Math.round(Number(plain) * BPS_OF_PERCENT);
  return bps <= MOST_BPS ? BigInt(bps) : undefined;
}

/** Parses order ids separated by spaces, commas or line breaks; undefined if one of them is malformed. */
export function parseIds(text: string): string[] | undefined {
  const ids = text.split(/[\s,]+/).filter((one) => one !== "");
  return ids.every((id) => /^0x[0-9a-fA-F]{64}$/.test(id)) ? ids.map((id) => id.toLowerCase()) : undefined;
}
