import { Button } from "@mantine/core";
import { useState } from "react";
import { download } from "./download.ts";
import { Problem } from "./States.tsx";

interface Props {
  label: string;
  /** Name of the file. */
  file: string;
  /** Reads everything and writes the table. */
  write: () => Promise<string>;
}

/** Saves a list as CSV, with all of its rows. */
export function ExportButton({ label, file, write }: Props) {
  const [state, setState] = useState<"idle" | "busy" | Error>("idle");
  const run = async () => {
    setState("busy");
    try {
      download(file, "text/csv", await write());
      setState("idle");
    } catch (error) {
      setState(error instanceof Error ? error : new Error(String(error)));
    }
  };
  if (state instanceof Error) return <Problem error={state} retry={() => void run()} />;
  return (
    <Button size="xs" variant="default" loading={state === "busy"} onClick={() => void run()}>
      {label}
    </Button>
  );
}
