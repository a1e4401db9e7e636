import styles from "./Handover.module.css";
import { CopyButton } from "./CopyButton.tsx";

interface Props {
  label: string;
  value: string;
  /** Name of the button that copies it. Default: "Copy". */
  copy?: string;
  /** Gives it room for a program. */
  isTall?: boolean;
}

/** A text to hand on, such as a link or a signed message. */
export function Handover({ label, value, copy, isTall = false }: Props) {
  return (
    <div>
      <div className={styles["head"]}>
        <strong>{label}</strong>
        <CopyButton value={value} {...(copy !== undefined && { label: copy })} />
      </div>
      <code className={styles["text"]} data-tall={isTall} tabIndex={0}>
        {value}
      </code>
    </div>
  );
}
