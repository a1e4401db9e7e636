import { Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import styles from "./Page.module.css";

interface PageProps {
  title: string;
  /** Shown instead of the title, for example a text of a stranger, which the window must not have. */
  heading?: ReactNode;
  /** One sentence under the title. */
  intro?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A screen with its title, which is also that of the window. */
export function Page({ title, heading, intro, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – ServiceCoin`;
  }, [title]);
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <div>
          <Title order={1} size="h2">
            {heading ?? title}
          </Title>
          {intro !== undefined && <p className={styles["intro"]}>{intro}</p>}
        </div>
        {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a screen, in a frame. */
export function Section({ title, actions, children }: SectionProps) {
  return (
    <section className={styles["section"]}>
      {title !== undefined && (
        <div className={styles["sectionHead"]}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

/** Frames side by side, as many as there is room for. */
export function Tiles({ children }: { children: ReactNode }) {
  return <div className={styles["tiles"]}>{children}</div>;
}

/** Two columns on wide screens: what matters, and what is beside it. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className={styles["columns"]}>{children}</div>;
}

/** Frames one below the other, within a column. */
export function Column({ children }: { children: ReactNode }) {
  return <div className={styles["column"]}>{children}</div>;
}
