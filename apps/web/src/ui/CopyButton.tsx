import { ActionIcon } from "@mantine/core";
import { useEffect, useState } from "react";
import { useText } from "../i18n/text.ts";
import styles from "./CopyButton.module.css";
import { CheckIcon, CopyIcon } from "./icons.tsx";

/** Copies a value. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { common } = useText();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => {
      setCopied(false);
    }, 2_000);
    return () => {
      clearTimeout(timer);
    };
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // The browser forbids it: the value can still be selected.
    }
  };
  const name = isCopied ? common.copied : (label ?? common.copy);
  return (
    <ActionIcon
      className={styles["copy"] ?? ""}
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={name}
      title={name}
      onClick={() => void copy()}
    >
      {isCopied ? <CheckIcon /> : <CopyIcon />}
    </ActionIcon>
  );
}
