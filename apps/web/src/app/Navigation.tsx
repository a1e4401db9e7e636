import { Link } from "@tanstack/react-router";
import { useText } from "../i18n/text.ts";
import styles from "./Shell.module.css";

const GROUPS = [
  ["use", ["discover", "deals", "pay"]],
  ["provide", ["provide", "credit"]],
  ["govern", ["dao", "treasury"]],
  ["look", ["statistics", "activity", "explorer", "settings"]],
] as const;

/** The list of screens; on narrow screens it opens from the menu button. */
export function Navigation({ isOpen }: { isOpen: boolean }) {
  const { shell } = useText();
  return (
    <nav aria-label={shell.navigation} className={styles["navigation"]} data-open={isOpen}>
      {GROUPS.map(([group, screens]) => (
        <div key={group} className={styles["group"]}>
          <div className={styles["groupName"]}>{shell.groups[group]}</div>
          {screens.map((name) => (
            <Link key={name} to={`/${name}`} className={styles["item"]} activeProps={{ className: styles["active"] }}>
              {shell.nav[name]}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
