import { Component, createRef, type ReactNode } from "react";
import styles from "./States.module.css";

interface Props {
  /** Position of the first row in the page. */
  start: number;
  children: ReactNode;
}

interface Before {
  /** Rows that are seen, with their distance from the top of the window. */
  seen: [row: Element, top: number][];
  hadFocus: boolean;
}

/** A list that keeps its place on the screen, and the focus, while rows above the window come or go. */
export class Steady extends Component<Props> {
  readonly #list = createRef<HTMLDivElement>();

  // The only moment before React changes the document, after the rows were rendered: the user scrolls meanwhile.
  override getSnapshotBeforeUpdate({ start }: Props): Before {
    const list = this.#list.current;
    const rows = start === this.props.start ? [] : [...(list?.querySelectorAll("tbody > tr, li, article") ?? [])];
    const seen = rows.flatMap((row): Before["seen"] => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight ? [[row, top]] : [];
    });
    return { seen, hadFocus: list?.contains(document.activeElement) ?? false };
  }

  override componentDidUpdate(_props: Props, _state: unknown, { seen, hadFocus }: Before): void {
    const [row, top] = seen.find(([one]) => one.isConnected) ?? [];
    if (row !== undefined) window.scrollBy({ top: row.getBoundingClientRect().top - (top ?? 0), behavior: "instant" });
    // The button that the user pressed may be gone.
    if (hadFocus && document.activeElement === document.body) this.#list.current?.focus({ preventScroll: true });
  }

  override render(): ReactNode {
    return (
      <div ref={this.#list} tabIndex={-1} className={styles["list"]}>
        {this.props.children}
      </div>
    );
  }
}
