import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useIndexed } from "../chain/indexed.ts";
import { isOtherChain } from "../chain/isOtherChain.ts";
import { networkIdOf } from "../chain/networkId.ts";
import { useNetwork } from "../config/settings.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { setChainTime } from "../ui/clock.ts";
import { session } from "../wallet/session.ts";
import { switchNetwork } from "../wallet/switchNetwork.ts";
import styles from "./Shell.module.css";

/** What keeps the user from going on right now, and how to get rid of it. */
export function Banners() {
  return (
    <div className={styles["notices"]}>
      <WrongChain />
      <Indexer />
      <Node />
    </div>
  );
}

function WrongChain() {
  const { shell } = useText();
  const network = useNetwork();
  const current = useStore(session);
  if (current?.wallet.kind !== "announced" || current.chainId === network.deployment.chainId) return null;
  const { provider } = current.wallet.wallet;
  return (
    <Alert color="yellow" variant="light">
      <div className={styles["notice"]}>
        <span>{shell.wrongChain(network.name)}</span>
        <Button size="xs" onClick={() => void switchNetwork(provider, network)}>
          {shell.switch}
        </Button>
      </div>
    </Alert>
  );
}

/** Local chains let time pass without an event that the page would hear of. */
const LOCAL_TIME_EVERY = 2_000;

function Indexer() {
  const { shell } = useText();
  const { local } = useNetwork();
  const { data, error } = useIndexed("/status", {}, { every: local === undefined ? undefined : LOCAL_TIME_EVERY });
  const time = data?.time;
  useEffect(() => {
    if (time !== undefined) setChainTime(time);
  }, [time]);
  if (error !== null) {
    return (
      <Alert color="yellow" variant="light">
        {shell.indexerDown}
      </Alert>
    );
  }
  if (data === undefined || data.data.ready) return null;
  return (
    <Alert color="yellow" variant="light">
      {shell.indexerBehind(data.data.reason ?? "")}
    </Alert>
  );
}

const NODE_EVERY = 15_000;

function Node() {
  const { shell } = useText();
  const network = useNetwork();
  const { data: isOther, error } = useQuery({
    queryKey: ["node", network.rpc, networkIdOf(network)],
    queryFn: () => isOtherChain(network),
    refetchInterval: NODE_EVERY,
  });
  if (isOther === true) {
    return (
      <Alert color="yellow" variant="light">
        <div className={styles["notice"]}>
          <span>{shell.otherChain}</span>
          <Button
            size="xs"
            onClick={() => {
              location.reload();
            }}
          >
            {shell.reload}
          </Button>
        </div>
      </Alert>
    );
  }
  if (error === null) return null;
  return (
    <Alert color="red" variant="light">
      {shell.nodeDown}
    </Alert>
  );
}
