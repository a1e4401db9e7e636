import { useText } from "../../i18n/text.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import { partsOfDescription } from "./proposals.ts";

/** The first line of a proposal's description. */
export function ProposalTitle({ id, description }: { id: string; description: string }) {
  const { dao } = useText();
  const { title } = partsOfDescription(description);
  return title === "" ? dao.untitled(id) : <Stranger text={title} />;
}
