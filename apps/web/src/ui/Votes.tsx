import { useText } from "../i18n/text.ts";
import { exactAmount, shortAmount } from "./format.ts";

/** An amount of voting power: 1 locked SCV is one vote. */
export function Votes({ value }: { value: bigint | string }) {
  const { dao } = useText();
  const amount = BigInt(value);
  return (
    <span className="digits" title={dao.votes(exactAmount(amount))}>
      {dao.votes(shortAmount(amount))}
    </span>
  );
}
