import { Button } from "@mantine/core";
import { useText } from "../i18n/text.ts";

/** Beside the button that sends: only signs, so that somebody else sends it. */
export function GaslessButton({ onClick }: { onClick: () => void }) {
  const { gasless } = useText();
  return (
    <Button variant="default" title={gasless.hint} onClick={onClick}>
      {gasless.button}
    </Button>
  );
}
