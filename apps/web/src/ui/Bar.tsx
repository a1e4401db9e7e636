import styles from "./Bar.module.css";

interface Props {
  /** What it says, for those who do not see it. */
  label: string;
  /** What fills it, from the left. */
  parts: readonly { value: bigint; color: "good" | "bad" | "neutral" | "accent" }[];
  /** What fills all of it. More than that is cut off. */
  whole: bigint;
}

const PRECISION = 10_000n;

/** Shares of a whole. */
export function Bar({ label, parts, whole }: Props) {
  let at = 0;
  return (
    <svg role="img" aria-label={label} className={styles["bar"]} viewBox="0 0 100 10" preserveAspectRatio="none">
      <rect width="100" height="10" className={styles["ground"]} />
      {parts.map(({ value, color }) => {
        const share = whole === 0n ? 0 : Number((value * PRECISION) / whole) / 100;
        const width = Math.min(share, 100 - at);
        const x = at;
        at += width;
        return <rect key={color} x={x} width={width} height="10" className={styles[color]} />;
      })}
    </svg>
  );
}
