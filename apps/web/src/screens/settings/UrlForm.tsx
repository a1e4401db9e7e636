import { Alert, Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { isUrl, type Network } from "../../config/config.ts";
import { settings } from "../../config/settings.ts";
import { useText, type Text } from "../../i18n/text.ts";
import { checkUrls } from "./checkUrls.ts";
import styles from "./UrlForm.module.css";

/** The node and the indexer of a network. They are asked before they are saved. */
export function UrlForm({ network }: { network: Network }) {
  const { settings: text } = useText();
  const { chainId } = network.deployment;
  const [rpc, setRpc] = useState(network.rpc);
  const [indexer, setIndexer] = useState(network.indexer);
  const [outcome, setOutcome] = useState<string>();
  const [isChecking, setChecking] = useState(false);
  const invalid = (url: string) => (isUrl(url) ? undefined : text.urlInvalid);

  const save = async () => {
    if (!isUrl(rpc) || !isUrl(indexer)) return;
    setChecking(true);
    const urls = { rpc, indexer: indexer.replace(/\/+$/, "") };
    const fault = await checkUrls(network, urls);
    setChecking(false);
    if (fault === undefined) settings.set((all) => ({ ...all, urls: { ...all.urls, [String(chainId)]: urls } }));
    setOutcome(fault === undefined ? text.saved : sentenceOf(fault, text));
  };
  const reset = () => {
    settings.set((all) => {
      const others = Object.entries(all.urls).filter(([id]) => id !== String(chainId));
      return { ...all, urls: Object.fromEntries(others) };
    });
    location.reload();
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={text.rpc}
        description={text.rpcHint}
        value={rpc}
        error={invalid(rpc)}
        onChange={(event) => {
          setRpc(event.currentTarget.value);
        }}
      />
      <TextInput
        label={text.indexer}
        description={text.indexerHint}
        value={indexer}
        error={invalid(indexer)}
        onChange={(event) => {
          setIndexer(event.currentTarget.value);
        }}
      />
      {outcome !== undefined && (
        <Alert color={outcome === text.saved ? "teal" : "yellow"} variant="light" role="status">
          {outcome}
        </Alert>
      )}
      <Group>
        <Button type="submit" loading={isChecking}>
          {text.save}
        </Button>
        <Button variant="default" onClick={reset}>
          {text.defaults}
        </Button>
      </Group>
    </form>
  );
}

function sentenceOf(fault: NonNullable<Awaited<ReturnType<typeof checkUrls>>>, text: Text["settings"]): string {
  return fault.kind === "wrongNode" ? text.wrongNode(fault.chainId, fault.expected) : text[fault.kind];
}
