import type { Locator, Page } from "playwright-core";

/** A text field by its whole label: bars, regions and other fields of a screen have parts of it as their names. */
export function field(page: Page | Locator, label: string): Locator {
  return page.getByRole("textbox", { name: label, exact: true });
}

/** A list to choose from by its whole label. */
export function choice(page: Page | Locator, label: string): Locator {
  return page.getByRole("combobox", { name: label, exact: true });
}
