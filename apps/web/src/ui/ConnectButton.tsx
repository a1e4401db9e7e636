import { Button } from "@mantine/core";
import { useText } from "../i18n/text.ts";
import { isWalletOpen } from "../wallet/connecting.ts";

/** Where something needs an account: opens the dialog that connects one. */
export function ConnectButton() {
  const { shell } = useText();
  return (
    <Button
      onClick={() => {
        isWalletOpen.set(true);
      }}
    >
      {shell.connectTitle}
    </Button>
  );
}
