import { exactAmount, shortAmount } from "./format.ts";

interface Props {
  /** Base units, as the API's digits or a number. */
  value: bigint | string;
  /** Default: SCV. */
  unit?: "SCV" | "vSCV" | "ETH";
  /** Shows every digit. Default: at most four decimals, with all of them in the title. */
  exact?: boolean;
  /** The most decimals to show. Default: 4. */
  decimals?: number;
}

/** An amount of coins. */
export function Amount({ value, unit = "SCV", exact = false, decimals }: Props) {
  const amount = BigInt(value);
  const all = `${exactAmount(amount)}\u00a0${unit}`;
  return (
    <span className="digits" title={all}>
      {exact ? all : `${shortAmount(amount, decimals)}\u00a0${unit}`}
    </span>
  );
}
