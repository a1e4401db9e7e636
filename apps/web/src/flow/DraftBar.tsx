import { Button, Group } from "@mantine/core";
import { useText } from "../i18n/text.ts";
import type { Draft } from "./useDraft.ts";

/** Says that a form is kept, and how to begin anew. */
export function DraftBar({ draft: { isKept, discard, showOther } }: { draft: Omit<Draft<object>, "change"> }) {
  const { sync } = useText();
  if (!isKept) return null;
  return (
    <Group gap="xs">
      <span>{sync.draftKept}</span>
      <Button size="compact-sm" variant="subtle" onClick={discard}>
        {sync.draftDiscard}
      </Button>
      {showOther !== undefined && (
        <Button size="compact-sm" variant="subtle" onClick={showOther}>
          {sync.draftOther}
        </Button>
      )}
    </Group>
  );
}
