import { useText } from "../../i18n/text.ts";
import { Page } from "../../ui/Page.tsx";

export function Screen() {
  const { dao } = useText();
  return <Page title={dao.propose}>{null}</Page>;
}
