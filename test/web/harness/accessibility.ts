import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds on the screen, with the elements. @param rules Default: all. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    // Selectors of what passed take most of the time, and nobody reads them.
    const lean = { resultTypes: ["violations" as const], selectors: false };
    const options = only === undefined ? lean : { ...lean, runOnly: { type: "rule" as const, values: only } };
    const { violations: all } = await checker.run(options);
    return all.map(({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html.slice(0, 200)).join(" and ")}`);
  }, rules);
}
