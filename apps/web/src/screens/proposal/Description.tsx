import { Button } from "@mantine/core";
import { useState } from "react";
import { useText } from "../../i18n/text.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import { cutParagraphs, partsOfDescription } from "../dao/proposals.ts";
import styles from "./proposal.module.css";

/** Characters that are shown at first. */
const SHOWN = 1_500;

/** The proposer's words, as text: markup and Markdown are shown as they were written. */
export function Description({ description }: { description: string }) {
  const { dao } = useText();
  const [isWhole, setWhole] = useState(false);
  const { paragraphs } = partsOfDescription(description);
  const { shown, isCut } = cutParagraphs(paragraphs, SHOWN);
  if (paragraphs.length === 0) return <p className={styles["paragraph"]}>{dao.noDescription}</p>;
  return (
    <>
      {(isWhole ? paragraphs : shown).map((paragraph, index) => (
        <p key={index} className={styles["paragraph"]}>
          <Stranger text={paragraph} />
        </p>
      ))}
      {isCut && (
        <Button
          size="xs"
          variant="default"
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole);
          }}
        >
          {isWhole ? dao.showLess : dao.showAll}
        </Button>
      )}
    </>
  );
}
