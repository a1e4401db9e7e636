import { useText } from "../i18n/text.ts";
import { ExternalIcon } from "./icons.tsx";
import { partsOf } from "./format.ts";
import { codeOf } from "./serviceName.ts";
import styles from "./Stranger.module.css";

/** A text that somebody else wrote: always text, never markup; characters that nobody sees are shown. */
export function Stranger({ text }: { text: string }) {
  const { common } = useText();
  return (
    <bdi className={styles["text"]}>
      {partsOf(text).map((part, index) =>
        part.isHidden ? (
          <span key={index} className={styles["hidden"]} title={common.hiddenCharacter}>
            {codeOf(part.text)}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}

/** A link that somebody else wrote: only to web pages, marked, and without a trace of where one comes from. */
export function StrangersLink({ url, children }: { url: string; children?: string }) {
  const { common } = useText();
  const isWeb = URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
  if (!isWeb) return <Stranger text={children ?? url} />;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow ugc" title={common.strangersLink}>
      <Stranger text={children ?? url} /> <ExternalIcon />
    </a>
  );
}
