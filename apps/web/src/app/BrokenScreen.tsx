import { Button } from "@mantine/core";
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { useText } from "../i18n/text.ts";
import { Page, Section } from "../ui/Page.tsx";
import { Empty } from "../ui/States.tsx";

/** A screen that failed: what was signed is safe. */
export function BrokenScreen({ error }: ErrorComponentProps) {
  const { shell } = useText();
  return (
    <Page title={shell.broken}>
      <Section>
        <p>{shell.brokenHint}</p>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <Button
          onClick={() => {
            location.reload();
          }}
        >
          {shell.reload}
        </Button>
      </Section>
    </Page>
  );
}

/** An address of the page that leads nowhere. */
export function NotFoundScreen() {
  const { common, shell } = useText();
  return (
    <Page title={common.notFound}>
      <Empty action={<Link to="/">{shell.nav.home}</Link>}>{common.notFound}</Empty>
    </Page>
  );
}
