import { ActionIcon, Burger, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { followChain } from "../chain/live.ts";
import { useNetwork } from "../config/settings.ts";
import { recoverOutgoing } from "../flow/recover.ts";
import { recoverSigned } from "../flow/recoverSigned.ts";
import { openFlow } from "../flow/runner.ts";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { MoonIcon, SunIcon } from "../ui/icons.tsx";
import { AccountButton } from "./AccountButton.tsx";
import { Banners } from "./Banners.tsx";
import { Navigation } from "./Navigation.tsx";
import { OutboxPanel } from "./OutboxPanel.tsx";
import { SignedPanel } from "./SignedPanel.tsx";
import styles from "./Shell.module.css";

const FlowDialog = lazy(async () => ({ default: (await import("../flow/FlowDialog.tsx")).FlowDialog }));

/** What is around every screen. */
export function Shell() {
  const { shell } = useText();
  const network = useNetwork();
  const queries = useQueryClient();
  const flow = useStore(openFlow);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { pathname } = useLocation();

  useEffect(() => followChain(queries, network.indexer), [queries, network.indexer]);
  useEffect(() => recoverOutgoing(network), [network]);
  useEffect(() => recoverSigned(network), [network]);
  useEffect(() => {
    setMenuOpen(false);
  }, [pathname]);

  return (
    <div className={styles["shell"]}>
      <a
        className={styles["skip"]}
        href="#content"
        onClick={(event) => {
          // The fragment is the route.
          event.preventDefault();
          document.getElementById("content")?.focus();
        }}
      >
        {shell.skip}
      </a>
      <header className={styles["header"]}>
        <Burger
          className={styles["burger"] ?? ""}
          opened={isMenuOpen}
          size="sm"
          aria-label={shell.menu}
          aria-expanded={isMenuOpen}
          onClick={() => {
            setMenuOpen(!isMenuOpen);
          }}
        />
        <Link to="/" className={styles["brand"]}>
          <img src="./icon.svg" alt="" width="28" height="28" />
          ServiceCoin
        </Link>
        <span className={styles["network"]}>{network.name}</span>
        <ColorSchemeButton />
        <AccountButton />
      </header>
      <div className={styles["body"]}>
        <Navigation isOpen={isMenuOpen} />
        <main id="content" tabIndex={-1} className={styles["main"]}>
          <Banners />
          <OutboxPanel />
          <SignedPanel />
          <Outlet />
        </main>
      </div>
      {flow !== undefined && (
        <Suspense>
          <FlowDialog flow={flow} />
        </Suspense>
      )}
    </div>
  );
}

function ColorSchemeButton() {
  const { shell } = useText();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={isDark ? shell.lightMode : shell.darkMode}
      onClick={() => {
        setColorScheme(isDark ? "light" : "dark");
      }}
    >
      {isDark ? <SunIcon /> : <MoonIcon />}
    </ActionIcon>
  );
}
