import { formatUnits } from "ethers/utils";
import { useText } from "../../i18n/text.ts";
import { StarIcon } from "../../ui/icons.tsx";

/** What paying customers say: the lower of both averages, which a few large or many small payers cannot lift alone. */
export function Rating({ rating: { count, lower } }: { rating: { count: number; lower: string } }) {
  const { discover } = useText();
  if (count === 0) return <span>{discover.unrated}</span>;
  const stars = Math.round(Number(formatUnits(lower, 18)));
  return (
    <span title={discover.ratingTitle(stars, count)}>
      <StarIcon /> {stars} <small>({count})</small>
    </span>
  );
}
