import type { ReactNode } from "react";
import styles from "./Facts.module.css";

/** A fact; null leaves its line out. */
export type Fact = readonly [label: string, value: ReactNode] | null;

/** Facts with their names, one in each line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles["facts"]}>
      {facts.map(
        (fact) =>
          fact !== null && (
            <div key={fact[0]} className={styles["fact"]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Figures side by side, as many as there is room for: two on a phone. */
export function FigureRow({ children }: { children: ReactNode }) {
  return <div className={styles["figures"]}>{children}</div>;
}

/** One large figure with its name. */
export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles["figure"]}>
      <div className={styles["figureLabel"]}>{label}</div>
      <div className={styles["figureValue"]}>{children}</div>
    </div>
  );
}
