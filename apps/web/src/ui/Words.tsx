import styles from "./Words.module.css";

/** Sentences, one below the other. @param none Shown when there is none */
export function Words({ words, none }: { words: readonly string[]; none: string }) {
  if (words.length === 0) return none;
  if (words.length === 1) return words[0];
  return (
    <ul className={styles["words"]}>
      {words.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
