import { useStore } from "../store/store.ts";
import { addressBook } from "./addressBook.ts";
import styles from "./Address.module.css";
import { Colors } from "./Address.tsx";
import { CopyButton } from "./CopyButton.tsx";
import { Stranger } from "./Stranger.tsx";

interface Props {
  value: string;
  /** Name of a button that copies it. Default: no button. */
  copy?: string;
}

/** Every character of an address, in groups that people can compare, and its name where it has one. */
export function FullAddress({ value, copy }: Props) {
  const name = useStore(addressBook)[value.toLowerCase()];
  const groups = value.slice(2).match(/.{1,4}/g) ?? [];
  return (
    <span className={styles["whole"]}>
      {name !== undefined && (
        <strong>
          <Stranger text={name} />
        </strong>
      )}
      <span className={styles["groups"]}>
        <Colors address={value} />
        <span className={styles["group"]}>0x</span>
        {groups.map((group, index) => (
          <span key={index} className={styles["group"]}>
            {group}
          </span>
        ))}
        {copy !== undefined && <CopyButton value={value} label={copy} />}
      </span>
    </span>
  );
}
