import { useId } from "react";
import styles from "./FileButton.module.css";

interface Props {
  label: string;
  /** For example ".csv,text/csv". */
  accept: string;
  onText: (text: string) => void;
}

/** Opens a file of this machine as text. Nothing is sent anywhere. */
export function FileButton({ label, accept, onText }: Props) {
  const id = useId();
  return (
    <span className={styles["button"]}>
      <input
        id={id}
        type="file"
        accept={accept}
        className={styles["input"]}
        onChange={(event) => {
          const input = event.currentTarget;
          void input.files
            ?.item(0)
            ?.text()
            .then(onText)
            .finally(() => {
              // The same file may be chosen again.
              input.value = "";
            });
        }}
      />
      <label htmlFor={id} className={styles["label"]}>
        {label}
      </label>
    </span>
  );
}
