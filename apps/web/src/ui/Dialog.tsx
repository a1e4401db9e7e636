import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useText } from "../i18n/text.ts";

interface Props {
  title: string;
  onClose: () => void;
  /** Default: true. */
  closeOnClickOutside?: boolean;
  children: ReactNode;
}

/** A dialog over the page. `page.css` keeps the page from scrolling: Mantine would write a style element for it. */
export function Dialog({ title, onClose, closeOnClickOutside = true, children }: Props) {
  const { common } = useText();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={closeOnClickOutside}
      closeButtonProps={{ "aria-label": common.close }}
      lockScroll={false}
    >
      {children}
    </Modal>
  );
}
