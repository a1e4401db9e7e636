import { Button } from "@mantine/core";
import { useState } from "react";
import { useText } from "../i18n/text.ts";
import styles from "./LongText.module.css";
import { Stranger } from "./Stranger.tsx";

/** Characters that are shown at once. */
const SHORT = 400;

/** A text that somebody else wrote. Only its beginning is shown first if it is long, so that what follows is seen. */
export function LongText({ text }: { text: string }) {
  const { dao } = useText();
  const [isOpen, setOpen] = useState(text.length <= SHORT);
  if (isOpen) return <Stranger text={text} />;
  return (
    <>
      <span className={styles["beginning"]}>
        <Stranger text={text} />
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          setOpen(true);
        }}
      >
        {dao.showAll}
      </Button>
    </>
  );
}
