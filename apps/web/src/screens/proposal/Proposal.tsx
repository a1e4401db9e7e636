import { useText } from "../../i18n/text.ts";
import { Page } from "../../ui/Page.tsx";

export function Screen() {
  const { shell } = useText();
  return <Page title={shell.nav.dao}>{null}</Page>;
}
